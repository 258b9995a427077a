package reel.app.branch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.work.SwitchFiles;
import reel.history.op.Op;
import reel.history.op.View;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// The operation log: what was done, and taking it back.
///
/// Taking back a commit leaves the files and the stage as they are, so the work stands there again as
/// uncommitted. Taking back anything else that moved this workspace's head takes the files along.
public final class Operations {
    private static final String COMMIT = "commit";

    private final Workspace workspace;

    public Operations(Workspace workspace) {
        this.workspace = workspace;
    }

    /// The newest operations, newest first. @param limit how many at most
    public List<Op> newest(long limit) throws IOException {
        List<Op> ops = new ArrayList<>();
        Op op = workspace.repository().ops().current();
        while (ops.size() < limit) {
            ops.add(op);
            if (op.number() == 1) {
                break;
            }
            op = workspace.repository().ops().at(op.number() - 1);
        }
        return ops;
    }

    /// What was taken back. @param undone the operation; @param made the one that did it
    public record Undone(Op undone, Op made) {}

    /// @param number null: the newest that is neither undone nor an undo
    public Undone undo(@Nullable Long number) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            Op target = number == null
                    ? workspace.repository().ops().undoable()
                    : workspace.repository().ops().at(number);
            boolean leaveFiles = words(target).contains(COMMIT);
            Follower follower = new Follower(leaveFiles);
            Op made = workspace.repository().undo(target.number(), workspace.operation(), follower::follow);
            return new Undone(target, made);
        }
    }

    /// Every branch, tag and head as after operation `number`.
    public Op restore(long number) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            View wanted = workspace.repository().ops().at(number).view();
            Follower follower = new Follower(false);
            return workspace.repository().transact(workspace.operation(), now -> follower.follow(now, wanted));
        }
    }

    /// Makes a damaged log usable again; what is there stays. @return the newest operation then
    public Op recover() throws IOException {
        try (WorkspaceLock lock =
                WorkspaceLock.acquire(workspace.folder(), workspace.caller().lockWait())) {
            return workspace.repository().ops().recover(workspace.operation());
        }
    }

    private static List<String> words(Op op) {
        return List.of(op.info().command().split(" ", 4));
    }

    /// Takes the files to where the view is about to go, before it goes there; what would lose unsaved work
    /// refuses the operation. Asked again after a lost race, it goes on from where it left them.
    private final class Follower {
        private final boolean leaveFiles;
        private boolean moved;
        private @Nullable Hash at;

        Follower(boolean leaveFiles) {
            this.leaveFiles = leaveFiles;
        }

        View follow(View now, View next) throws IOException {
            Hash from = moved ? at : now.headCommit(workspace.id());
            Hash to = next.headCommit(workspace.id());
            if (to != null && !workspace.store().contains(to)) {
                throw new Missing(
                        "commit " + to, "is not stored (any more)", "It was removed by `reel gc`, or never got here.");
            }
            if (!leaveFiles && !Objects.equals(from, to)) {
                SwitchFiles.run(workspace, from, to, false, Progress.NONE);
                moved = true;
                at = to;
            }
            return next;
        }
    }
}
