package reel.history.merge;

import java.util.List;
import reel.stream.hash.Hash;

/// What two trees became.
///
/// @param tree      everything that could be joined, and at each conflict what it shows
/// @param conflicts in order of path; the tree is not to be committed while there are any
public record Merged(Hash tree, List<MergeConflict> conflicts) {
    public Merged {
        conflicts = List.copyOf(conflicts);
    }

    public boolean isClean() {
        return conflicts.isEmpty();
    }
}
