package reel.app.keep;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import reel.app.Workspace;
import reel.history.manifest.ContentReader;
import reel.history.repo.UndoWindow;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.stream.Conflict;
import reel.stream.hash.Hash;

/// Makes reading the newest versions sequential, collects garbage (everything that can be undone stays) and compresses
/// harder what gains by it; then applies a changed parity setting to what is stored. Others go on meanwhile; stopped at
/// any time, what was done stays done.
public record OptimizeRepository(GcOptions options) {
    public GcReport run(Workspace workspace) throws IOException {
        workspace.requireKnown();
        GcReport report = workspace
                .store()
                .optimize(
                        CollectGarbage.live(workspace, UndoWindow.ALL),
                        sink -> inReadingOrder(workspace, sink),
                        options.telling(packs -> WriteParity.without(workspace, packs)));
        try {
            WriteParity.asSet(workspace, options.patience());
        } catch (Conflict another) {
            workspace
                    .caller()
                    .notices()
                    .accept("parity is being written by another command, which sees the new packs too; run"
                            + " `reel optimize` again later if its rate was changed");
        }
        return report;
    }

    /// The contents of this workspace's version, then those of every branch, as a checkout reads them.
    private static void inReadingOrder(Workspace workspace, Consumer<Hash> sink) throws IOException {
        Set<Hash> commits = new LinkedHashSet<>();
        Hash head = workspace.revisions().head();
        if (head != null) {
            commits.add(head);
        }
        commits.addAll(workspace.repository().view().branches().values());
        ContentReader contents = new ContentReader(workspace.store(), workspace.budget());
        Set<Hash> folders = new HashSet<>();
        for (Hash commit : commits) {
            Hash tree = workspace.repository().commits().read(commit).tree();
            if (tree.equals(Trees.EMPTY) || !folders.add(tree)) {
                continue;
            }
            workspace.repository().trees().walk(tree, (path, entry) -> {
                switch (entry) {
                    case TreeEntry.File file ->
                        contents.forEachChunk(file.content(), (id, height, offset, length) -> {
                            if (height == 0) {
                                sink.accept(id);
                            }
                            return true;
                        });
                    case TreeEntry.Folder folder -> {
                        return folders.add(folder.tree());
                    }
                    case TreeEntry.Link link -> {
                        // Its target stands in the entry itself.
                    }
                }
                return false;
            });
        }
    }
}
