package reel.app.keep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import reel.app.Workspace;
import reel.app.work.MediaSettings;
import reel.history.manifest.ContentReader;
import reel.history.manifest.ContentWriter;
import reel.history.manifest.FileSettings;
import reel.history.repo.DamagedPaths;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.DiskFile;
import reel.history.workspace.FileStat;
import reel.history.workspace.rules.AttributeTable;
import reel.history.workspace.stage.Stage;
import reel.store.ChunkWriter;
import reel.stream.Conflict;

/// Puts lost chunks back from the files of the working folder that still hold them.
///
/// `add` would not: it knows those files to be unchanged and does not read them. Neither the stage nor the folder is
/// changed.
final class RefillFromFolder {
    private final Workspace workspace;
    private final DamagedPaths.Loss loss;

    RefillFromFolder(Workspace workspace, DamagedPaths.Loss loss) {
        this.workspace = workspace;
        this.loss = loss;
    }

    /// @return the files whose chunks are all there again
    List<RepoPath> run(Stage stage) throws IOException {
        List<TreeEntry.File> lost = new ArrayList<>();
        List<RepoPath> paths = new ArrayList<>();
        DamagedPaths damaged = search();
        for (int row = 0; row < stage.size(); row++) {
            if (stage.treeEntry(row) instanceof TreeEntry.File file && damaged.firstLost(file.content()) != null) {
                lost.add(file);
                paths.add(stage.path(row));
            }
        }
        if (lost.isEmpty()) {
            return List.of();
        }
        try (ChunkWriter writer = workspace.store().writer()) {
            ContentWriter contents = new ContentWriter(writer, workspace.budget());
            AttributeTable attributes = AttributeTable.open(workspace.folder());
            MediaSettings chooser = MediaSettings.of(workspace);
            for (int i = 0; i < lost.size(); i++) {
                put(paths.get(i), lost.get(i), contents, attributes, chooser);
            }
            writer.flush();
        }
        List<RepoPath> whole = new ArrayList<>();
        DamagedPaths again = search();
        for (int i = 0; i < lost.size(); i++) {
            if (again.firstLost(lost.get(i).content()) == null) {
                whole.add(paths.get(i));
            }
        }
        return whole;
    }

    private DamagedPaths search() {
        return new DamagedPaths(workspace.repository(), new ContentReader(workspace.store(), workspace.budget()), loss);
    }

    private void put(
            RepoPath path,
            TreeEntry.File wanted,
            ContentWriter contents,
            AttributeTable attributes,
            MediaSettings chooser)
            throws IOException {
        FileStat stat = FileStat.ifThere(workspace.folder().onDisk(path));
        if (stat == null
                || stat.type() != FileStat.Type.FILE
                || stat.size() != wanted.content().size()) {
            return;
        }
        try (DiskFile file = DiskFile.open(workspace.folder().onDisk(path), stat)) {
            FileSettings settings = chooser.choose(path, file, attributes.of(path));
            contents.write(file, wanted.shownName(), settings);
        } catch (Conflict | NoSuchFileException changing) {
            // What is being changed does not hold the lost bytes.
        }
    }
}
