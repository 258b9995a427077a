package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reel.app.Workspace;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.history.commit.Commit;
import reel.history.manifest.ContentComparison;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;

/// Changed files as text and as JSON.
final class ChangeText {
    /// A change and the bytes it brought and took.
    record Measured(FileChange change, ContentComparison bytes) {}

    private ChangeText() {}

    /// Says what could not be staged, and why.
    static void warn(Screen screen, List<Skipped> skipped) {
        for (Skipped one : skipped) {
            screen.warn("skipped " + Quoting.quote(one.path().toBytes()) + ": " + one.reason());
        }
    }

    /// Says what could not be compared, and why.
    static void warnUnread(Screen screen, List<Skipped> unread) {
        for (Skipped one : unread) {
            screen.warn(Quoting.quote(one.path().toBytes()) + ": " + one.reason());
        }
    }

    static List<Measured> ofCommit(Workspace workspace, Commit commit) throws IOException {
        DiffVersions diff = new DiffVersions(workspace, PathSet.ALL);
        return measured(diff, diff.commit(commit));
    }

    static List<Measured> measured(DiffVersions diff, List<FileChange> changes) throws IOException {
        List<Measured> measured = new ArrayList<>();
        for (FileChange change : changes) {
            measured.add(new Measured(change, diff.bytes(change)));
        }
        return measured;
    }

    /// `old => new` for a rename, else the path, quoted where it must be.
    static String name(FileChange change) {
        String path = Quoting.quote(change.path().toBytes());
        return change.from() == null ? path : Quoting.quote(change.from().toBytes()) + " => " + path;
    }

    /// One line a file, and a sum.
    static List<String> stat(List<Measured> changes, Screen screen) {
        Style style = screen.style();
        List<String> lines = new ArrayList<>();
        int width = changes.stream()
                .mapToInt(measured -> name(measured.change()).length())
                .max()
                .orElse(0);
        long added = 0;
        long removed = 0;
        for (Measured measured : changes) {
            FileChange change = measured.change();
            String name = name(change);
            ContentComparison bytes = measured.bytes();
            added += bytes.addedBytes();
            removed += bytes.removedBytes();
            lines.add(" " + letter(change, style) + " " + name + " ".repeat(width - name.length()) + " | "
                    + figures(change, bytes, style));
        }
        lines.add(" " + Sizes.count(changes.size(), "file") + " changed, " + style.green("+" + Sizes.bytes(added))
                + ", " + style.red("-" + Sizes.bytes(removed)));
        return lines;
    }

    private static String figures(FileChange change, ContentComparison bytes, Style style) {
        String plus = style.green("+" + Sizes.bytes(bytes.addedBytes()));
        String minus = style.red("-" + Sizes.bytes(bytes.removedBytes()));
        return switch (change.kind()) {
            case ADDED -> plus;
            case REMOVED -> minus;
            case MODE ->
                change.after() != null && change.after().executable() ? "now executable" : "no longer executable";
            case RENAMED ->
                bytes.addedBytes() == 0 && bytes.removedBytes() == 0
                        ? "renamed, " + Sizes.bytes(change.sizeAfter())
                        : "renamed, " + plus + " " + minus;
            case MODIFIED, TYPE ->
                Sizes.bytes(change.sizeBefore()) + " -> " + Sizes.bytes(change.sizeAfter()) + ", " + plus + " " + minus;
        };
    }

    static String letter(FileChange change, Style style) {
        String letter = String.valueOf(change.kind().letter());
        return switch (change.kind()) {
            case ADDED -> style.green(letter);
            case REMOVED -> style.red(letter);
            default -> style.yellow(letter);
        };
    }

    /// The member `changes`.
    static void json(JsonOut json, List<Measured> changes) throws IOException {
        json.array("changes", array -> {
            for (Measured measured : changes) {
                FileChange change = measured.change();
                array.object(one -> {
                    one.put("kind", change.kind().word());
                    one.name("path", change.path().toBytes());
                    if (change.from() != null) {
                        one.name("from", change.from().toBytes());
                    }
                    one.put("size_before", change.sizeBefore());
                    one.put("size_after", change.sizeAfter());
                    one.put("added_bytes", measured.bytes().addedBytes());
                    one.put("removed_bytes", measured.bytes().removedBytes());
                });
            }
        });
    }
}
