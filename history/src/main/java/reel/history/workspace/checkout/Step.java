package reel.history.workspace.checkout;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;

/// What is to be done at one path.
///
/// @param seen the disk when it was planned; null when nothing was there
record Step(
        RepoPath path,
        Action action,
        @Nullable TreeEntry wanted,
        @Nullable FileStat seen) {
    enum Action {
        /// Write `wanted`.
        WRITE,
        /// The disk has `wanted` already.
        ADOPT,
        /// The same, but with the modification time of another version.
        RETIME,
        /// The disk has an edit that stays.
        KEEP,
        /// Remove what is there.
        REMOVE,
        /// Nothing is there and nothing shall be.
        FORGET
    }

    long bytes() {
        return wanted instanceof TreeEntry.File file ? file.content().size() : 0;
    }
}
