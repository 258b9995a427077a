package reel.app.branch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.work.ResetHead.Mode;
import reel.app.work.SwitchFiles;
import reel.history.merge.MergeState;
import reel.history.op.Op;
import reel.history.op.OpLog;
import reel.history.op.View;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.conflict.PendingMerge;
import reel.store.Hold;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The operation log: what was done, and taking it back.
///
/// Taking back a commit leaves the files and the stage as they are, so the work stands there again as
/// uncommitted; a `reset` that left the files alone does so when it is done again, by taking back what took it back.
/// Anything else that moves this workspace's head takes the files along.
public final class Operations {
    private final Workspace workspace;

    public Operations(Workspace workspace) {
        this.workspace = workspace;
    }

    /// The newest operations, newest first.
    ///
    /// @param limit      how many at most
    /// @param unreadable is told of those that are damaged
    public List<Op> newest(long limit, Consumer<Corrupt> unreadable) throws IOException {
        OpLog log = workspace.repository().ops();
        List<Op> ops = new ArrayList<>();
        for (long number = log.current().number(); number >= 1 && ops.size() < limit; number--) {
            try {
                ops.add(log.at(number));
            } catch (Corrupt damaged) {
                unreadable.accept(damaged);
            }
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
            Follower follower = new Follower(following(target));
            Op made = workspace.repository().undo(target.number(), workspace.operation(), follower::follow);
            return new Undone(target, made);
        }
    }

    /// Every branch, tag and head as after operation `number`.
    public Op restore(long number) throws IOException {
        try (WorkspaceLock lock = workspace.lock();
                Hold hold = workspace.store().hold()) {
            View wanted = workspace.repository().ops().at(number).view();
            Follower follower = new Follower(Mode.HARD);
            for (Hash commit : wanted.commits()) {
                workspace.repository().requireKept(hold, commit);
            }
            return workspace.repository().transact(workspace.operation(), hold, now -> follower.follow(now, wanted));
        }
    }

    /// What was mended.
    ///
    /// @param findings what was wrong with the log
    /// @param mended   false where the present could be read, so that nothing was done
    /// @param newest   the operation that stands now
    public record Recovered(List<Corrupt> findings, boolean mended, Op newest) {}

    /// Makes a damaged log usable again: the newest view that can be read becomes the present. Files and stage stay as
    /// they are.
    public Recovered recover() throws IOException {
        try (WorkspaceLock lock =
                WorkspaceLock.acquire(workspace.folder(), workspace.caller().lockWait())) {
            List<Corrupt> findings = workspace.repository().ops().audit();
            Op present = present();
            return present == null
                    ? new Recovered(findings, true, workspace.repository().recover(workspace.operation()))
                    : new Recovered(findings, false, present);
        }
    }

    private @Nullable Op present() throws IOException {
        try {
            return workspace.repository().ops().current();
        } catch (Corrupt damaged) {
            return null;
        }
    }

    /// What follows the head when `op` is taken back.
    private Mode following(Op op) throws IOException {
        Op done = op;
        boolean again = false;
        while (done.isUndo()) {
            done = workspace.repository().ops().at(done.undoes());
            again = !again;
        }
        List<String> words = List.of(done.info().command().split(" "));
        if (!again) {
            return isCommand("commit", words) ? Mode.SOFT : Mode.HARD;
        }
        if (!isCommand("reset", words) || words.contains("--hard")) {
            return Mode.HARD;
        }
        return words.contains("--soft") ? Mode.SOFT : Mode.MIXED;
    }

    /// The name stands first, but for options of every command in logs written before.
    private static boolean isCommand(String name, List<String> words) {
        return words.getFirst().startsWith("-")
                ? words.subList(0, Math.min(4, words.size())).contains(name)
                : words.getFirst().equals(name);
    }

    /// Takes what follows to where the view is about to go, before it goes there; what would lose unsaved work
    /// refuses the operation. Asked again after a lost race, it goes on from where it left them.
    private final class Follower {
        private final Mode mode;
        private boolean moved;
        private @Nullable Hash at;

        Follower(Mode mode) {
            this.mode = mode;
        }

        View follow(View now, View next) throws IOException {
            Hash from = moved ? at : now.headCommit(workspace.id());
            Hash to = next.headCommit(workspace.id());
            if (to != null && !workspace.store().contains(to)) {
                throw new Missing(
                        "commit " + to, "is not stored (any more)", "It was removed by `reel gc`, or never got here.");
            }
            if (!Objects.equals(from, to)) {
                requireNoMerge(from);
            }
            if (!Objects.equals(from, to)) {
                switch (mode) {
                    case SOFT -> {
                        // Stage and files show the work as it is.
                    }
                    case MIXED -> SwitchFiles.stageAlone(workspace, to, false);
                    case HARD -> SwitchFiles.run(workspace, from, to, false, Progress.NONE);
                }
                moved = true;
                at = to;
            }
            return next;
        }

        /// A merge belongs to the commit it was begun on: without it, it could be neither ended nor taken back.
        private void requireNoMerge(@Nullable Hash from) throws IOException {
            MergeState merge = PendingMerge.read(workspace.folder());
            if (merge != null && merge.ours().equals(from)) {
                throw new Refused(
                        "merge",
                        "a merge waits to be finished here",
                        "End it with `reel merge --continue` or `reel merge --abort`.");
            }
        }
    }
}
