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
/// @param hidden    commits left out by `a..b`
/// @param typedPaths paths as typed
record Words(List<Hash> revisions, List<Hash> hidden, List<String> typedPaths) {
    private static final String BETWEEN = "..";

    static Words read(Workspace workspace, Screen screen, List<String> words) throws IOException {
        int dashes = screen.arguments().indexOf("--");
        int behind = dashes < 0 ? 0 : screen.arguments().size() - dashes - 1;
        List<Hash> revisions = new ArrayList<>();
        List<Hash> hidden = new ArrayList<>();
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean mustBePath = i >= words.size() - behind || !typed.isEmpty();
            boolean isCommits = !mustBePath
                    && (isRange(workspace, word, hidden, revisions) || isRevision(workspace, word, revisions));
            if (!isCommits) {
                typed.add(word);
            }
        }
        return new Words(revisions, hidden, typed);
    }

    /// `a..b`, where an end that is left out is HEAD. What is on disk and names no commits is a path.
    private static boolean isRange(Workspace workspace, String word, List<Hash> hidden, List<Hash> into)
            throws IOException {
        int dots = word.indexOf(BETWEEN);
        if (dots < 0 || word.equals(BETWEEN)) {
            return false;
        }
        try {
            Hash from = end(workspace, word.substring(0, dots));
            into.add(end(workspace, word.substring(dots + BETWEEN.length())));
            hidden.add(from);
            return true;
        } catch (Missing noCommit) {
            if (new PathArguments(workspace).looksLikePath(word)) {
                return false;
            }
            throw noCommit;
        }
    }

    private static Hash end(Workspace workspace, String revision) throws IOException {
        return workspace.revisions().resolve(revision.isEmpty() ? "HEAD" : revision);
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
