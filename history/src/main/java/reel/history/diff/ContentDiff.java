package reel.history.diff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.manifest.ContentComparison;
import reel.history.manifest.ContentReader;

/// What an edit did to one file's content: lines where both versions are text, byte figures otherwise.
public sealed interface ContentDiff {
    /// A longer file is not compared by lines: 8 MiB of text is a quarter of a second and about 100 MiB.
    long MAX_TEXT_BYTES = 8 << 20;

    /// Lines of context that diff tools show.
    int DEFAULT_CONTEXT = 3;

    /// Both are text. @param added lines; @param removed lines
    record Text(List<TextHunk> hunks, int added, int removed) implements ContentDiff {}

    /// At least one is not text, or too long to compare by lines.
    record Binary(ContentComparison bytes) implements ContentDiff {}

    /// @param before null: the file is new
    /// @param after  null: the file is gone
    static ContentDiff of(ContentReader contents, @Nullable Content before, @Nullable Content after, int context)
            throws IOException {
        byte[] left = text(contents, before);
        byte[] right = left == null ? null : text(contents, after);
        return left == null || right == null ? new Binary(bytes(contents, before, after)) : text(left, right, context);
    }

    /// How many bytes the edit kept, added, removed. @param before null: the file is new; @param after null: gone
    static ContentComparison bytes(ContentReader contents, @Nullable Content before, @Nullable Content after)
            throws IOException {
        return contents.compare(before == null ? Content.empty() : before, after == null ? Content.empty() : after);
    }

    /// The whole content if it is text of at most [#MAX_TEXT_BYTES], else null. @param content null: no bytes
    static byte @Nullable [] text(ContentReader contents, @Nullable Content content) throws IOException {
        if (content == null) {
            return new byte[0];
        }
        if (content.size() > MAX_TEXT_BYTES) {
            return null;
        }
        // Most files that are not text show it at their start.
        byte[] start = new byte[(int) Math.min(content.size(), 8192)];
        contents.read(content, 0, MemorySegment.ofArray(start));
        if (!isText(start)) {
            return null;
        }
        byte[] bytes = new byte[(int) content.size()];
        contents.read(content, 0, MemorySegment.ofArray(bytes));
        return isText(bytes) ? bytes : null;
    }

    /// Whether the bytes may be lines of text: no NUL among them.
    static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    /// The lines in which two texts differ.
    static Text text(byte[] before, byte[] after, int context) {
        RawText left = new RawText(before);
        RawText right = new RawText(after);
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, left, right);
        List<TextHunk> hunks = new ArrayList<>();
        int added = 0;
        int removed = 0;
        int first = 0;
        for (int i = 0; i < edits.size(); i++) {
            added += edits.get(i).getLengthB();
            removed += edits.get(i).getLengthA();
            boolean last = i + 1 == edits.size();
            if (last || edits.get(i + 1).getBeginA() - edits.get(i).getEndA() > 2 * context) {
                hunks.add(hunk(left, right, edits.subList(first, i + 1), context));
                first = i + 1;
            }
        }
        return new Text(hunks, added, removed);
    }

    private static TextHunk hunk(RawText left, RawText right, List<Edit> edits, int context) {
        Edit head = edits.getFirst();
        Edit tail = edits.getLast();
        int lead = Math.min(context, head.getBeginA());
        int trail = Math.min(context, left.size() - tail.getEndA());
        List<TextHunk.Line> lines = new ArrayList<>();
        int at = head.getBeginA() - lead;
        for (Edit edit : edits) {
            lines(left, at, edit.getBeginA(), TextHunk.Line.Kind.KEPT, lines);
            lines(left, edit.getBeginA(), edit.getEndA(), TextHunk.Line.Kind.REMOVED, lines);
            lines(right, edit.getBeginB(), edit.getEndB(), TextHunk.Line.Kind.ADDED, lines);
            at = edit.getEndA();
        }
        lines(left, at, at + trail, TextHunk.Line.Kind.KEPT, lines);
        int beforeCount = tail.getEndA() + trail - (head.getBeginA() - lead);
        int afterCount = tail.getEndB() + trail - (head.getBeginB() - lead);
        return new TextHunk(
                start(head.getBeginA() - lead, beforeCount),
                beforeCount,
                start(head.getBeginB() - lead, afterCount),
                afterCount,
                lines);
    }

    private static int start(int index, int count) {
        return count == 0 ? index : index + 1;
    }

    private static void lines(RawText text, int from, int to, TextHunk.Line.Kind kind, List<TextHunk.Line> into) {
        for (int i = from; i < to; i++) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try {
                text.writeLine(line, i);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            boolean unclosed = i == text.size() - 1 && text.isMissingNewlineAtEnd();
            into.add(new TextHunk.Line(kind, line.toByteArray(), unclosed));
        }
    }
}
