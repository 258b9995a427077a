package reel.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.app.look.Side;
import reel.cli.screen.Output;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.history.diff.ContentDiff;
import reel.history.diff.TextHunk;
import reel.history.manifest.ContentComparison;
import reel.history.workspace.Skipped;

/// Changes as a patch: lines of texts, byte figures of everything else.
final class DiffText {
    private final Workspace workspace;
    private final DiffVersions diff;
    private final Screen screen;
    private final int context;

    DiffText(Workspace workspace, DiffVersions diff, Screen screen, int context) {
        this.workspace = workspace;
        this.diff = diff;
        this.screen = screen;
        this.context = context;
    }

    void print(FileChange change) throws IOException {
        Style style = screen.style();
        String before = name(
                "a/",
                change.from() == null ? change.path().toBytes() : change.from().toBytes());
        String after = name("b/", change.path().toBytes());
        screen.line(style.bold("diff " + before + " " + after));
        switch (change.kind()) {
            case ADDED -> screen.line("new " + word(change.after()));
            case REMOVED -> screen.line("deleted " + word(change.before()));
            case MODE ->
                screen.line(
                        change.after() != null && change.after().executable()
                                ? "now executable"
                                : "no longer executable");
            case TYPE -> screen.line("was " + word(change.before()) + ", is " + word(change.after()));
            case RENAMED, MODIFIED -> {
                // The two names, or the hunks, tell.
            }
        }
        ContentDiff.@Nullable Text text;
        try {
            text = text(change);
        } catch (AccessDeniedException denied) {
            diff.skip(new Skipped(change.path(), "no permission to read it"));
            return;
        }
        if (text == null) {
            ContentComparison bytes = diff.bytes(change);
            if (bytes.addedBytes() != 0 || bytes.removedBytes() != 0) {
                screen.line("binary: " + Sizes.bytes(bytes.beforeBytes()) + " -> " + Sizes.bytes(bytes.afterBytes())
                        + ", " + Sizes.bytes(bytes.addedBytes()) + " new, " + Sizes.bytes(bytes.removedBytes())
                        + " gone");
            }
            return;
        }
        if (!text.hunks().isEmpty()) {
            screen.line("--- " + (change.before() == null ? "/dev/null" : before));
            screen.line("+++ " + (change.after() == null ? "/dev/null" : after));
            text.hunks().forEach(hunk -> print(hunk, style));
        }
    }

    /// Lines, where both sides are texts short enough for it.
    ContentDiff.@Nullable Text text(FileChange change) throws IOException {
        byte[] before = bytes(change.before());
        byte[] after = before == null ? null : bytes(change.after());
        if (before == null || after == null) {
            return null;
        }
        return ContentDiff.text(before, after, context) instanceof ContentDiff.Text lines ? lines : null;
    }

    private byte @Nullable [] bytes(@Nullable Side side) throws IOException {
        if (side == null) {
            return new byte[0];
        }
        if (side.size() > ContentDiff.MAX_TEXT_BYTES) {
            return null;
        }
        byte[] bytes = side.bytes(workspace, (int) ContentDiff.MAX_TEXT_BYTES);
        for (byte b : bytes) {
            if (b == 0) {
                return null;
            }
        }
        return bytes;
    }

    private void print(TextHunk hunk, Style style) {
        Output out = screen.out();
        screen.line(style.cyan(hunk.header()));
        for (TextHunk.Line line : hunk.lines()) {
            String sign = String.valueOf(line.kind().sign());
            boolean coloured = style == Style.ANSI && line.kind().sign() != ' ';
            out.print(coloured ? (line.kind().sign() == '+' ? "\u001b[32m" : "\u001b[31m") + sign : sign);
            out.write(line.bytes(), 0, line.bytes().length);
            out.print(coloured ? "\u001b[0m\n" : "\n");
            if (line.unclosed()) {
                screen.line("\\ No newline at end of file");
            }
        }
    }

    private static String name(String prefix, byte[] path) {
        String quoted = Quoting.quote(path);
        return quoted.startsWith("\"") ? "\"" + prefix + quoted.substring(1) : prefix + quoted;
    }

    private static String word(@Nullable Side side) {
        return switch (side) {
            case null -> "nothing";
            case Side any ->
                switch (any.kind()) {
                    case FILE -> (any.executable() ? "executable file" : "file") + ", " + Sizes.bytes(any.size());
                    case LINK -> "link";
                    case FOLDER -> "empty folder";
                };
        };
    }
}
