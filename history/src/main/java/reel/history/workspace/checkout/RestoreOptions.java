package reel.history.workspace.checkout;

import org.jspecify.annotations.Nullable;
import reel.history.workspace.PathSet;
import reel.stream.hash.Hash;

/// What to restore.
///
/// @param source  the tree to take files from; null: the stage
/// @param scope   which paths
/// @param toStage whether the stage takes them
/// @param toDisk  whether the disk takes them
/// @param force   whether what is saved nowhere, or in the stage only, may be lost
public record RestoreOptions(@Nullable Hash source, PathSet scope, boolean toStage, boolean toDisk, boolean force) {
    public RestoreOptions {
        if (source == null && toStage) {
            throw new IllegalArgumentException("the stage cannot be restored from itself");
        }
    }
}
