package reel.app.look;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.work.CurrentStage;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.history.workspace.stage.Stage;
import reel.media.sniff.MediaType;
import reel.media.sniff.Sniffer;

/// The files of the stage or of a revision.
///
/// @param revision null: the stage
/// @param scope    which paths
public record ListFiles(@Nullable String revision, PathSet scope) {
    /// Receives files in path order.
    @FunctionalInterface
    public interface Sink {
        void file(RepoPath path, TreeEntry entry) throws IOException;
    }

    public void run(Workspace workspace, Sink sink) throws IOException {
        if (revision == null) {
            Stage stage = CurrentStage.load(workspace).stage();
            for (int row = 0; row < stage.size(); row++) {
                RepoPath path = stage.path(row);
                if (scope.includes(path)) {
                    sink.file(path, stage.treeEntry(row));
                }
            }
            return;
        }
        var commit = workspace.repository().commits().read(workspace.revisions().resolve(revision));
        workspace.repository().trees().walk(commit.tree(), (path, entry) -> {
            if (entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY)) {
                return scope.mayHold(path);
            }
            if (scope.includes(path)) {
                sink.file(path, entry);
            }
            return false;
        });
    }

    /// What a stored file is, by its first bytes.
    public static MediaType type(Workspace workspace, RepoPath path, Content content) throws IOException {
        byte[] head = new byte[(int) Math.min(content.size(), Sniffer.HEAD_BYTES)];
        new ContentReader(workspace.store(), workspace.budget()).read(content, 0, MemorySegment.ofArray(head));
        return Sniffer.sniff(head, path.toString());
    }
}
