package reel.history.workspace.status;

import java.util.List;
import reel.history.tree.RepoPath;
import reel.history.workspace.Skipped;

/// What differs between the commit, the stage and the disk, each list in path order.
///
/// @param staged    what the next commit changes: the commit's tree against the stage
/// @param unstaged  what `add` would pick up: the stage against the disk
/// @param untracked files, links and empty folders that are not in the stage and not ignored
/// @param ignored   what rules exclude; an ignored folder stands for what is below it
/// @param conflicts what a merge left to decide
/// @param skipped   what could not be looked at, and why
/// @param unread    those of them that are tracked, or hold what is: whether they changed is not known
/// @param tracked   entries in the stage
public record Status(
        List<Change> staged,
        List<Change> unstaged,
        List<RepoPath> untracked,
        List<RepoPath> ignored,
        List<RepoPath> conflicts,
        List<Skipped> skipped,
        List<Skipped> unread,
        long tracked) {
    /// Whether there is nothing to add, to commit or to decide, nor anything that is not known.
    public boolean isClean() {
        return staged.isEmpty() && unstaged.isEmpty() && untracked.isEmpty() && conflicts.isEmpty() && unread.isEmpty();
    }
}
