package reel.app.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.backend.Durable;
import reel.history.tree.RepoPath;
import reel.history.workspace.Ground;
import reel.history.workspace.NativeNames;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.stream.Missing;
import reel.stream.Refused;

/// Moves or renames tracked files and folders, on disk and in the stage. Costs no bytes in the store.
///
/// @param sources as typed
/// @param target  a folder that is there, or with one source a new name
/// @param force   whether a file in the way may be replaced
public record MoveFiles(List<String> sources, String target, boolean force) {
    /// @param from where it was; @param to where it is
    public record Moved(RepoPath from, RepoPath to) {}

    public List<Moved> run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            PathArguments arguments = new PathArguments(workspace);
            Stage stage = CurrentStage.load(workspace).stage();
            Path to = arguments.onDisk(target);
            boolean into = Files.isDirectory(to);
            if (!into && sources.size() > 1) {
                throw new Missing(target, "no such folder", "Several things can only be moved into a folder.");
            }
            List<Moved> all = new ArrayList<>();
            for (String source : sources) {
                Path from = arguments.onDisk(source);
                Path name = from.getFileName();
                Path end = into && name != null ? to.resolve(name) : to;
                Stage now = CurrentStage.load(workspace).stage();
                all.addAll(move(workspace, now, from, end));
            }
            return all;
        }
    }

    private List<Moved> move(Workspace workspace, Stage stage, Path from, Path to) throws IOException {
        RepoPath old = workspace.folder().inRepository(from);
        RepoPath fresh = workspace.folder().inRepository(to);
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new Missing(from.toString(), "no such file or folder");
        }
        if (!stage.holds(old)) {
            throw new Refused(from.toString(), "is not tracked", "Add it first, or move it with the system's own mv.");
        }
        Ground ground = new Ground(workspace.folder());
        ground.requireReachable(old);
        ground.requireReachable(fresh);
        if (fresh.isWithin(old)) {
            throw new Refused(from.toString(), "cannot be moved into itself");
        }
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && (!force || Files.isDirectory(to))) {
            throw new Refused(to.toString(), "is in the way", "Choose another name, or replace a file with -f.");
        }
        NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        List<Moved> moved = new ArrayList<>();
        for (int row = 0; row < stage.size(); row++) {
            StageEntry entry = stage.path(row).isWithin(old) ? stage.entry(row) : null;
            if (entry != null) {
                RepoPath end = NativeNames.relative(
                        workspace.folder().root(),
                        workspace.folder().onDisk(fresh).resolve(below(workspace, old, entry.path())));
                changes.put(entry.path(), null);
                changes.put(end, StageEntry.unseen(end, entry.entry().withName(end.name())));
                moved.add(new Moved(entry.path(), end));
            }
        }
        Path folder = to.getParent();
        if (folder != null) {
            Durable.makeFolders(folder);
        }
        if (force) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(from, to);
        }
        makeDurable(folder);
        makeDurable(from.getParent());
        new StageFile(workspace.folder()).write(StageBuilder.edit(stage, changes));
        return moved;
    }

    private static void makeDurable(@Nullable Path folder) throws IOException {
        if (folder != null) {
            Durable.folder(folder);
        }
    }

    private static Path below(Workspace workspace, RepoPath folder, RepoPath path) throws IOException {
        return workspace.folder().onDisk(folder).relativize(workspace.folder().onDisk(path));
    }
}
