package reel.history.workspace.checkout;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.stage.StageEntry;

/// What one path is to be.
///
/// @param wanted  null: nothing
/// @param saved   what the stage has there, so that a disk equal to it holds nothing unsaved; null: nothing
/// @param working whether `saved` is work that was added and never committed, which may not be thrown away unasked
/// @param gentle  whether edits on disk stay when `wanted` has the bytes that `saved` has
record Wish(
        RepoPath path, @Nullable TreeEntry wanted, @Nullable StageEntry saved, boolean working, boolean gentle) {
    /// For commands that say what is to be on disk, whatever the stage has.
    static Wish exactly(RepoPath path, @Nullable TreeEntry wanted, @Nullable StageEntry saved) {
        return new Wish(path, wanted, saved, false, false);
    }
}
