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
/// @param target  a folder, or with one source a new name; a slash at the end says that a folder is meant
/// @param force   whether a file in the way may be replaced
public record MoveFiles(List<String> sources, String target, boolean force) {
    /// @param from where it was; @param to where it is
    public record Moved(RepoPath from, RepoPath to) {}

    /// One source and where it goes.
    private record Step(Path from, Path to, RepoPath old, RepoPath fresh) {}

    /// Everything is looked at before the first thing moves.
    public List<Moved> run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            List<Step> steps = plan(workspace, CurrentStage.load(workspace).stage());
            List<Moved> all = new ArrayList<>();
            for (Step step : steps) {
                all.addAll(move(workspace, CurrentStage.load(workspace).stage(), step));
            }
            return all;
        }
    }

    private List<Step> plan(Workspace workspace, Stage stage) throws IOException {
        PathArguments arguments = new PathArguments(workspace);
        Path to = arguments.onDisk(target);
        boolean folder = Files.isDirectory(to);
        if (!folder && sources.size() > 1 && !target.endsWith("/")) {
            throw new Missing(target, "no such folder", "Several things can only be moved into a folder.");
        }
        List<Step> steps = new ArrayList<>();
        for (String source : sources) {
            Path from = arguments.onDisk(source);
            Path name = from.getFileName();
            boolean into = folder
                    || sources.size() > 1
                    || (target.endsWith("/") && !Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS));
            Path end = into && name != null ? to.resolve(name) : to;
            Step step = new Step(
                    from,
                    end,
                    workspace.folder().inRepository(from),
                    workspace.folder().inRepository(end));
            requireMovable(workspace, stage, step);
            requireApart(steps, step);
            steps.add(step);
        }
        return steps;
    }

    private void requireMovable(Workspace workspace, Stage stage, Step step) throws IOException {
        if (!Files.exists(step.from, LinkOption.NOFOLLOW_LINKS)) {
            throw new Missing(step.from.toString(), "no such file or folder");
        }
        if (!stage.holds(step.old)) {
            throw new Refused(
                    step.from.toString(), "is not tracked", "Add it first, or move it with the system's own mv.");
        }
        Ground ground = new Ground(workspace.folder());
        ground.requireReachable(step.old);
        ground.requireReachable(step.fresh);
        if (step.fresh.isWithin(step.old)) {
            throw new Refused(step.from.toString(), "cannot be moved into itself");
        }
        boolean isFolder = Files.isDirectory(step.to) || Files.isDirectory(step.from, LinkOption.NOFOLLOW_LINKS);
        if (Files.exists(step.to, LinkOption.NOFOLLOW_LINKS) && (!force || isFolder)) {
            throw new Refused(
                    step.to.toString(), "is in the way", "Choose another name, or replace a file by a file with -f.");
        }
    }

    /// What an earlier step takes along is gone when its own turn comes, and a second of one name has no place.
    private static void requireApart(List<Step> earlier, Step step) throws Refused {
        for (Step before : earlier) {
            if (step.old.isWithin(before.old)) {
                throw new Refused(step.from.toString(), "moves with " + before.from + " already", "Name it once.");
            }
            if (step.fresh.equals(before.fresh)) {
                throw new Refused(step.to.toString(), "is where " + before.from + " goes", "Move them one by one.");
            }
        }
    }

    private List<Moved> move(Workspace workspace, Stage stage, Step step) throws IOException {
        NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        List<Moved> moved = new ArrayList<>();
        for (int row = 0; row < stage.size(); row++) {
            StageEntry entry = stage.path(row).isWithin(step.old) ? stage.entry(row) : null;
            if (entry != null) {
                RepoPath end = NativeNames.relative(
                        workspace.folder().root(),
                        workspace.folder().onDisk(step.fresh).resolve(below(workspace, step.old, entry.path())));
                changes.put(entry.path(), null);
                changes.put(end, StageEntry.unseen(end, entry.entry().withName(end.name())));
                moved.add(new Moved(entry.path(), end));
            }
        }
        Path folder = step.to.getParent();
        if (folder != null) {
            Durable.makeFolders(folder);
        }
        if (force) {
            Files.move(step.from, step.to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(step.from, step.to);
        }
        makeDurable(folder);
        makeDurable(step.from.getParent());
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
