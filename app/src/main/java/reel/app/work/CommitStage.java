package reel.app.work;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.commit.Commit;
import reel.history.commit.Commits;
import reel.history.commit.Signature;
import reel.history.merge.MergeState;
import reel.history.op.View;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Skipped;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.history.workspace.conflict.PendingMerge;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.stage.StageTree;
import reel.history.workspace.status.Change;
import reel.history.workspace.status.StagedChanges;
import reel.store.ChunkWriter;
import reel.stream.Conflict;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Makes a commit of what is staged.
///
/// A merge that waits is ended by it: the commit gets both parents and, without one of its own, the merge's
/// message.
///
/// @param message    null: with `amend` the old one stays
/// @param scope      what it takes: everything staged, or these paths as they are on disk, the rest as it was
/// @param first      what is staged first
/// @param amend      whether it takes the place of the last commit
/// @param allowEmpty whether it may change nothing
/// @param author     null: whoever commits (or, with `amend`, the old author)
/// @param progress   is told files and bytes of what is staged first
public record CommitStage(
        @Nullable String message,
        PathSet scope,
        First first,
        boolean amend,
        boolean allowEmpty,
        @Nullable Signature author,
        Progress progress) {
    /// What a commit stages before it is made.
    public enum First {
        /// Nothing more than was added.
        NOTHING,
        /// Changes and removals of all tracked files.
        TRACKED,
        /// The same, and all new files.
        EVERYTHING
    }

    /// @param id      the new commit
    /// @param shown   the branch or commit it was made on
    /// @param changes against its first parent
    /// @param skipped what could not be staged first, and why
    public record Committed(Hash id, Commit commit, String shown, List<Change> changes, List<Skipped> skipped) {}

    /// Of what was added, by whoever commits.
    public static CommitStage of(String message) {
        return new CommitStage(message, PathSet.ALL, First.NOTHING, false, false, null, Progress.NONE);
    }

    public Committed run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            return runLocked(workspace);
        }
    }

    /// As [#run], for a caller that holds the workspace's lock.
    Committed runLocked(Workspace workspace) throws IOException {
        Hash head = workspace.revisions().head();
        endStaleMerge(workspace, head);
        Stage stage = CurrentStage.load(workspace).stage();
        List<Skipped> skipped = List.of();
        boolean fresh = first == First.EVERYTHING;
        SomePaths some = scope.isAll() ? null : somePaths(workspace, fresh);
        if (first != First.NOTHING || some != null) {
            PathSet staged = some == null ? PathSet.ALL : some.toStage(workspace, stage);
            AddOptions options = new AddOptions(staged, !fresh, false, false);
            AddResult added = new AddFiles(options, progress).runLocked(workspace, stage);
            stage = added.stage();
            skipped = added.skipped();
        }
        MergeState merge = PendingMerge.read(workspace.folder()) == null
                ? null
                : MergeBranch.pending(workspace).requireDecided(stage);
        Commit old = head == null ? null : workspace.repository().commits().read(head);
        if (amend && (old == null || merge != null)) {
            throw new Refused(
                    "amend",
                    old == null ? "there is no commit yet to amend" : "a merge waits to be committed",
                    "Commit without --amend.");
        }
        try (ChunkWriter writer = workspace.store().writer()) {
            Stage taken = some == null ? stage : some.toCommit(stage);
            Hash tree = StageTree.write(taken, writer);
            boolean whole = some == null || StageTree.write(stage, writer).equals(tree);
            Commit commit = commit(workspace, tree, head, old, merge);
            Hash base = commit.parents().isEmpty()
                    ? null
                    : workspace
                            .repository()
                            .commits()
                            .read(commit.parents().getFirst())
                            .tree();
            List<Change> changes = StagedChanges.of(workspace.repository().trees(), base, taken, PathSet.ALL);
            boolean same = base == null ? taken.size() == 0 : tree.equals(base);
            if (same && !allowEmpty && !amend && merge == null) {
                throw some != null
                        ? new Refused("commit", "nothing changed in these paths", "Look with `reel status`.")
                        : new Refused(
                                "commit",
                                "nothing is staged",
                                "Stage something with `reel add`, or use -a for all tracked files, -A for new ones too, or --allow-empty.");
            }
            Hash id = Commits.write(writer, commit);
            writer.flush();
            String shown = workspace.repository().view().head(workspace.id()).shown();
            workspace
                    .repository()
                    .transact(workspace.operation(), writer, id, view -> moved(workspace, view, head, id));
            Stage committed = whole ? StageBuilder.withTree(stage, tree) : stage;
            new StageFile(workspace.folder()).write(committed);
            if (merge != null) {
                MergeBranch.pending(workspace).finish(committed);
            }
            return new Committed(id, commit, shown, changes, skipped);
        }
    }

    private SomePaths somePaths(Workspace workspace, boolean fresh) throws IOException {
        if (PendingMerge.read(workspace.folder()) != null) {
            throw new Refused(
                    "commit",
                    "a merge waits to be finished here, and goes into one commit as a whole",
                    "Commit without paths, or end it with `reel merge --abort`.");
        }
        return SomePaths.of(workspace, scope, fresh, CurrentStage.headTree(workspace));
    }

    /// A merge whose commit was made before the process died is over; nothing of it stays in the stage.
    private static void endStaleMerge(Workspace workspace, @Nullable Hash head) throws IOException {
        MergeState state = PendingMerge.read(workspace.folder());
        if (state != null && !state.ours().equals(head)) {
            MergeBranch.pending(workspace).finish(CurrentStage.load(workspace).stage());
        }
    }

    private static View moved(Workspace workspace, View view, @Nullable Hash expected, Hash id) throws Conflict {
        Hash now = view.headCommit(workspace.id());
        if (now == null ? expected != null : !now.equals(expected)) {
            throw new Conflict(
                    view.head(workspace.id()).shown(),
                    "moved while the commit was made",
                    "Look with `reel log`, then commit again.");
        }
        return view.withCommitAt(workspace.id(), id);
    }

    private Commit commit(
            Workspace workspace, Hash tree, @Nullable Hash head, @Nullable Commit old, @Nullable MergeState merge)
            throws Refused {
        Signature committer = workspace.signature();
        Commit replaced = amend ? old : null;
        Signature by = author != null ? author : replaced != null ? replaced.author() : committer;
        String text = message != null
                ? message
                : replaced != null ? replaced.message() : merge != null ? merge.message() : "";
        if (text.isBlank()) {
            throw new Refused("commit", "the message is empty", "Say what changed with -m <message>.");
        }
        List<Hash> parents;
        if (replaced != null) {
            parents = replaced.parents();
        } else if (head == null) {
            parents = List.of();
        } else {
            parents = merge == null || merge.theirs().equals(head) ? List.of(head) : List.of(head, merge.theirs());
        }
        try {
            return new Commit(tree, parents, by, committer, text.strip());
        } catch (IllegalArgumentException unusable) {
            throw new Refused("commit", String.valueOf(unusable.getMessage()), "Change the message.");
        }
    }
}
