package reel.history.merge;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.history.diff.ContentDiff;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.TreeEntry;

/// Merges one file that both sides changed: the exec bit by itself, the content as text where it is text.
final class FileMerge {
    private final ContentReader contents;
    private final TextStore store;
    private final TextMerge.Labels labels;

    FileMerge(ContentReader contents, TextStore store, TextMerge.Labels labels) {
        this.contents = contents;
        this.store = store;
        this.labels = labels;
    }

    /// Takes a merged text into the store.
    @FunctionalInterface
    interface TextStore {
        Content put(byte[] text, String name) throws IOException;
    }

    /// @param file     the merged file, or with markers, or ours
    /// @param conflict null where there is none
    record Outcome(TreeEntry.File file, MergeConflict.@Nullable Kind conflict) {}

    /// Whether two entries are the same but for modification times.
    static boolean same(@Nullable TreeEntry left, @Nullable TreeEntry right) {
        return left instanceof TreeEntry.File one && right instanceof TreeEntry.File other
                ? one.sameFile(other)
                : Objects.equals(left, right);
    }

    static long mtime(@Nullable TreeEntry entry) {
        return entry instanceof TreeEntry.File file ? file.mtimeNanos() : Long.MIN_VALUE;
    }

    /// A file that one side renamed and the other edited, under its new name.
    static TreeEntry.File moved(TreeEntry.File was, TreeEntry.File renamed, TreeEntry.File edited) {
        return new TreeEntry.File(
                renamed.name(),
                edited.content(),
                executable(was, renamed, edited),
                Math.max(renamed.mtimeNanos(), edited.mtimeNanos()));
    }

    /// The bit of the side that changed it. Without a base: set if either side set it.
    private static boolean executable(TreeEntry.@Nullable File was, TreeEntry.File our, TreeEntry.File their) {
        if (was == null) {
            return our.executable() || their.executable();
        }
        return our.executable() != was.executable() ? our.executable() : their.executable();
    }

    Outcome merge(TreeEntry.@Nullable File was, TreeEntry.File our, TreeEntry.File their) throws IOException {
        Content content = unopposed(was, our, their);
        if (content != null) {
            return new Outcome(file(was, our, their, content), null);
        }
        byte[] ourText = ContentDiff.text(contents, our.content());
        byte[] theirText = ourText == null ? null : ContentDiff.text(contents, their.content());
        byte[] wasText = theirText == null ? null : ContentDiff.text(contents, was == null ? null : was.content());
        MergeConflict.Kind added = was == null ? MergeConflict.Kind.BOTH_ADDED : null;
        if (ourText == null || theirText == null || wasText == null) {
            return new Outcome(our, added != null ? added : MergeConflict.Kind.BINARY);
        }
        TextMerge merged = TextMerge.of(wasText, ourText, theirText, labels);
        TreeEntry.File file = file(was, our, their, store.put(merged.bytes(), our.shownName()));
        return new Outcome(file, !merged.conflicts() ? null : added != null ? added : MergeConflict.Kind.TEXT);
    }

    /// The content where at most one side changed it.
    private static @Nullable Content unopposed(TreeEntry.@Nullable File was, TreeEntry.File our, TreeEntry.File their) {
        if (our.content().sameBytes(their.content())) {
            return our.content();
        }
        if (was != null && was.content().sameBytes(our.content())) {
            return their.content();
        }
        return was != null && was.content().sameBytes(their.content()) ? our.content() : null;
    }

    private static TreeEntry.File file(
            TreeEntry.@Nullable File was, TreeEntry.File our, TreeEntry.File their, Content content) {
        return new TreeEntry.File(
                our.name(), content, executable(was, our, their), Math.max(our.mtimeNanos(), their.mtimeNanos()));
    }
}
