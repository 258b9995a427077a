package reel.history.workspace.checkout;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.stage.StageEntry;

/// What one path is to be.
///
/// @param wanted  null: nothing
/// @param saved   what the stage has there, so that a disk equal to it holds nothing unsaved; null: nothing
/// @param staying whether `saved` is work that was added and never committed, which may not be thrown away unasked
record Wish(
        RepoPath path, @Nullable TreeEntry wanted, @Nullable StageEntry saved, boolean staying) {}
