package reel.app.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.op.Head;
import reel.history.op.RefName;
import reel.history.op.View;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.conflict.PendingMerge;
import reel.store.Hold;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Moves this workspace to another branch or commit, files included.
///
/// @param target a branch or, with `detach` allowed, any revision
/// @param create the branch to make at `target` and switch to; null: none
/// @param detach whether a revision that is no branch is taken, leaving the workspace on no branch
/// @param force  whether changes of tracked files are thrown away
public record SwitchHead(String target, @Nullable String create, boolean detach, boolean force, Progress progress) {
    /// @param commit null when the branch has none yet
    public record Switched(Head head, @Nullable Hash commit, CheckoutResult files) {}

    public Switched run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock();
                Hold hold = workspace.store().hold()) {
            boolean merging = PendingMerge.read(workspace.folder()) != null;
            if (merging && !force) {
                throw new Refused(
                        "merge",
                        "a merge waits to be finished here",
                        "End it with `reel merge --continue` or `reel merge --abort`.");
            }
            View view = workspace.repository().view();
            Hash from = view.headCommit(workspace.id());
            Head head = head(workspace, view);
            Hash to = commit(workspace, view, head);
            if (to != null) {
                workspace.repository().requireKept(hold, to);
            }
            CheckoutResult files = SwitchFiles.run(workspace, from, to, force, progress);
            workspace.repository().transact(workspace.operation(), hold, now -> {
                View next = now;
                if (create != null && head instanceof Head.OnBranch on && to != null) {
                    refuseExisting(now, on.branch());
                    next = next.withBranch(on.branch(), to);
                }
                return next.withHead(workspace.id(), head);
            });
            if (merging) {
                MergeBranch.pending(workspace).finish(files.stage());
            }
            return new Switched(head, to, files);
        }
    }

    private Head head(Workspace workspace, View view) throws IOException {
        if (create != null) {
            refuseExisting(view, RefName.check(create));
            return new Head.OnBranch(create);
        }
        if (view.branches().containsKey(target)) {
            return new Head.OnBranch(target);
        }
        boolean unborn = view.head(workspace.id()) instanceof Head.OnBranch on
                && on.branch().equals(target);
        if (unborn) {
            return new Head.OnBranch(target);
        }
        if (!detach) {
            throw new Missing(
                    "branch " + target,
                    "there is no such branch",
                    "Make it with `reel switch -c " + target + "`, or look at a commit with `reel checkout`.");
        }
        return new Head.Detached(workspace.revisions().resolve(target));
    }

    private @Nullable Hash commit(Workspace workspace, View view, Head head) throws IOException {
        return switch (head) {
            case Head.Detached at -> at.commit();
            case Head.OnBranch on -> {
                if (create == null) {
                    yield view.branches().get(on.branch());
                }
                boolean here = target.equals("HEAD");
                yield here
                        ? view.headCommit(workspace.id())
                        : workspace.revisions().resolve(target);
            }
        };
    }

    private static void refuseExisting(View view, String branch) throws Refused {
        if (view.branches().containsKey(branch)) {
            throw new Refused("branch " + branch, "exists already", "Switch to it, or choose another name.");
        }
    }
}
