package reel.history.merge;

import reel.stream.hash.Hash;

/// What merging one commit into another comes to.
public sealed interface MergePlan {
    /// Ours has all of theirs already.
    record UpToDate() implements MergePlan {}

    /// Ours has nothing of its own: theirs can simply be taken.
    record FastForward(Hash commit) implements MergePlan {}

    /// Both went on; the tree of the merge.
    record ThreeWay(Merged merged) implements MergePlan {}
}
