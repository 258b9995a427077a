package reel.history.workspace.status;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;

/// One path that differs between two of: a commit's tree, the stage, the disk.
///
/// @param from what it was called before; only for [Kind#RENAMED]
public record Change(RepoPath path, Kind kind, @Nullable RepoPath from) implements Comparable<Change> {
    /// How it differs.
    public enum Kind {
        ADDED,
        MODIFIED,
        /// The same bytes, executable or not.
        MODE,
        /// A file became a link or the like.
        TYPE,
        REMOVED,
        /// The same bytes under another name.
        RENAMED
    }

    public static Change of(RepoPath path, Kind kind) {
        return new Change(path, kind, null);
    }

    @Override
    public int compareTo(Change other) {
        return path.compareTo(other.path);
    }
}
