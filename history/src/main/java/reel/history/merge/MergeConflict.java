package reel.history.merge;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;

/// One path that both sides changed in ways that exclude each other.
///
/// The entries bear the path's last name. A [TreeEntry.Folder] stands for everything below it.
///
/// @param base   what both sides had; null for none
/// @param ours   what our side made of it; null where it removed it
/// @param theirs what their side made of it; null where it removed it
/// @param shown  what stands in the merged tree meanwhile: text with conflict markers, else ours, else theirs
public record MergeConflict(
        RepoPath path,
        Kind kind,
        @Nullable TreeEntry base,
        @Nullable TreeEntry ours,
        @Nullable TreeEntry theirs,
        TreeEntry shown) {

    public enum Kind {
        /// Text that both changed at the same place; `shown` has conflict markers.
        TEXT("both changed the same lines"),
        /// Content that cannot be merged; `shown` is ours.
        BINARY("both changed it"),
        /// Both added it, differently.
        BOTH_ADDED("both added it"),
        /// We changed what they removed.
        THEY_REMOVED("we changed it, they removed it"),
        /// They changed what we removed; `shown` is theirs.
        WE_REMOVED("they changed it, we removed it"),
        /// A file on one side, a folder on the other; `shown` is ours and holds nothing of theirs.
        FILE_AND_FOLDER("a file on one side, a folder on the other");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        /// For people: what happened.
        public String shown() {
            return shown;
        }
    }

    public MergeConflict {
        byte[] name = path.name();
        for (TreeEntry entry : new @Nullable TreeEntry[] {base, ours, theirs, shown}) {
            if (entry != null && !Arrays.equals(entry.name(), name)) {
                throw new IllegalArgumentException("entry " + entry.shownName() + " at " + path);
            }
        }
        if (Objects.equals(ours, theirs)) {
            throw new IllegalArgumentException("no conflict at " + path + ": both sides are the same");
        }
    }
}
