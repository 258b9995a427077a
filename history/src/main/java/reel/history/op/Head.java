package reel.history.op;

import reel.stream.hash.Hash;

/// Where a workspace stands.
public sealed interface Head {
    /// On a branch, which moves with each commit; before the first commit the branch does not exist yet.
    record OnBranch(String branch) implements Head {
        public OnBranch {
            if (!RefName.isValid(branch)) {
                throw new IllegalArgumentException("unusable branch name: " + branch);
            }
        }
    }

    /// On a commit, without a branch.
    record Detached(Hash commit) implements Head {}

    /// What it reads as: the branch's name or the commit's id.
    default String shown() {
        return switch (this) {
            case OnBranch on -> on.branch();
            case Detached at -> at.commit().toString();
        };
    }
}
