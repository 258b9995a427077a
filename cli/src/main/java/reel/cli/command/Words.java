package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reel.app.Workspace;
import reel.app.work.PathArguments;
import reel.cli.screen.Screen;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// The words of a command that takes revisions and paths: what stands behind `--` is a path, what names a
/// commit is a revision, what is on disk is a path.
///
/// @param revisions commits in the order typed
/// @param names     the same as typed
/// @param hidden    commits left out by `a..b`
/// @param typedPaths paths as typed
record Words(List<Hash> revisions, List<String> names, List<Hash> hidden, List<String> typedPaths) {
    static Words read(Workspace workspace, Screen screen, List<String> words) throws IOException {
        int dashes = screen.arguments().indexOf("--");
        int behind = dashes < 0 ? 0 : screen.arguments().size() - dashes - 1;
        List<Hash> revisions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Hash> hidden = new ArrayList<>();
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean mustBePath = i >= words.size() - behind || !typed.isEmpty();
            int dots = word.indexOf("..");
            if (!mustBePath && dots > 0 && dots + 2 < word.length()) {
                hidden.add(workspace.revisions().resolve(word.substring(0, dots)));
                String to = word.substring(dots + 2);
                revisions.add(workspace.revisions().resolve(to));
                names.add(to);
            } else if (mustBePath || !isRevision(workspace, word, revisions)) {
                typed.add(word);
            } else {
                names.add(word);
            }
        }
        return new Words(revisions, names, hidden, typed);
    }

    private static boolean isRevision(Workspace workspace, String word, List<Hash> into) throws IOException {
        try {
            into.add(workspace.revisions().resolve(word));
            return true;
        } catch (Missing noRevision) {
            PathArguments arguments = new PathArguments(workspace);
            boolean head = word.equals("HEAD") || word.equals("@");
            if (!head && arguments.looksLikePath(word)) {
                return false;
            }
            throw new Missing(
                    "'" + word + "'",
                    head ? "there is no commit yet" : "neither a revision nor a path here",
                    head ? "Make the first one with `reel commit`." : "Write paths that are gone behind `--`.",
                    noRevision);
        }
    }

    /// The revisions typed, or HEAD.
    List<Hash> starts(Workspace workspace) throws IOException {
        return revisions.isEmpty() ? List.of(workspace.revisions().resolve("HEAD")) : revisions;
    }
}
