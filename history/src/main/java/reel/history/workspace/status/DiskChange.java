package reel.history.workspace.status;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.workspace.FileStat;

/// One path where the disk is not surely what the stage says.
///
/// @param row  the stage's row; -1 for [Kind#UNTRACKED]
/// @param stat the disk; null for [Kind#GONE]
public record DiskChange(
        RepoPath path, Kind kind, int row, @Nullable FileStat stat) implements Comparable<DiskChange> {
    /// How they differ.
    public enum Kind {
        /// On disk and not in the stage: a file, a link or an empty folder.
        UNTRACKED,
        /// In the stage and not on disk, or something else stands there.
        GONE,
        /// The stat differs or proves nothing: only the content can tell.
        SUSPECT
    }

    /// By path; at one path what is gone comes first.
    @Override
    public int compareTo(DiskChange other) {
        int order = path.compareTo(other.path);
        return order != 0 ? order : Integer.compare(rank(), other.rank());
    }

    private int rank() {
        return kind == Kind.GONE ? 0 : 1;
    }
}
