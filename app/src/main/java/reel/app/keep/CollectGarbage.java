package reel.app.keep;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import reel.app.Workspace;
import reel.app.work.CurrentStage;
import reel.history.manifest.ContentReader;
import reel.history.merge.MergeConflict;
import reel.history.merge.MergeState;
import reel.history.repo.Reachable;
import reel.history.repo.UndoWindow;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.conflict.PendingMerge;
import reel.history.workspace.stage.Stage;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.stream.Refused;

/// Removes what nothing refers to any more, while others go on. What is staged here, and what a waiting merge needs,
/// lives. No lock of the workspace is taken: the stage is read as it is, again after those who write it have ended.
///
/// @param window which past operations stay undoable
public record CollectGarbage(UndoWindow window, GcOptions options) {
    public GcReport run(Workspace workspace) throws IOException {
        workspace.requireKnown();
        return workspace
                .store()
                .gc(live(workspace, window), options.telling(packs -> WriteParity.without(workspace, packs)));
    }

    /// Everything that lives in a workspace's repository.
    static Reachable live(Workspace workspace, UndoWindow window) {
        return new Reachable(
                workspace.repository(),
                new ContentReader(workspace.store(), workspace.budget()),
                window,
                // The merge first: what it holds moves into the stage, never back.
                List.of(sink -> merging(workspace, sink), sink -> staged(workspace, sink)),
                workspace::operation);
    }

    /// A repository has one workspace, whose stage lies beside it. What others staged would be garbage to this one.
    private static void staged(Workspace workspace, Reachable.RootSink sink) throws IOException {
        Set<String> heads = workspace.repository().view().heads().keySet();
        if (!heads.equals(Set.of(workspace.id()))) {
            throw new Refused(
                    workspace.backend().traits().name(),
                    "has the workspaces " + heads + ", and what is staged in others than " + workspace.id()
                            + " cannot be seen from here",
                    "Nothing was deleted. Collect with a reel that knows several workspaces.");
        }
        CurrentStage current = CurrentStage.load(workspace);
        if (current.warning() != null) {
            throw new Refused(
                    workspace.folder().stageFile().toString(),
                    "cannot be read, so what is staged cannot be told from garbage",
                    "Bring it back from a copy, or make it anew with `reel add -u`; then run gc again.");
        }
        Stage stage = current.stage();
        for (int row = 0; row < stage.size(); row++) {
            tell(stage.treeEntry(row), sink);
        }
    }

    private static void merging(Workspace workspace, Reachable.RootSink sink) throws IOException {
        MergeState state = PendingMerge.read(workspace.folder());
        if (state == null) {
            return;
        }
        sink.commit(state.ours());
        sink.commit(state.theirs());
        for (MergeConflict conflict : state.conflicts()) {
            tell(conflict.shown(), sink);
            TreeEntry base = conflict.base();
            if (base != null) {
                tell(base, sink);
            }
        }
    }

    private static void tell(TreeEntry entry, Reachable.RootSink sink) throws IOException {
        switch (entry) {
            case TreeEntry.File file -> sink.content(file.content());
            case TreeEntry.Folder folder -> {
                if (!folder.tree().equals(Trees.EMPTY)) {
                    sink.tree(folder.tree());
                }
            }
            case TreeEntry.Link link -> {
                // Its target stands in the entry itself.
            }
        }
    }
}
