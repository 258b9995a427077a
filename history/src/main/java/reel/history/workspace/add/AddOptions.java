package reel.history.workspace.add;

import reel.history.workspace.PathSet;

/// What to add.
///
/// @param scope       where to look
/// @param trackedOnly take changes and removals of what is tracked, nothing new
/// @param force       take what rules ignore, too
/// @param dryRun      find out what would be done, write nothing
public record AddOptions(PathSet scope, boolean trackedOnly, boolean force, boolean dryRun) {
    /// Everything that changed in `scope`.
    public static AddOptions of(PathSet scope) {
        return new AddOptions(scope, false, false, false);
    }
}
