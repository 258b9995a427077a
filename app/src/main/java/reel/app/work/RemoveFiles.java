package reel.app.work;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.backend.Durable;
import reel.history.manifest.ContentHasher;
import reel.history.tree.RepoPath;
import reel.history.workspace.Ground;
import reel.history.workspace.PathSet;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.status.Change;
import reel.history.workspace.status.Status;
import reel.history.workspace.status.StatusScan;
import reel.stream.Missing;
import reel.stream.Refused;

/// Stops tracking files and removes them from disk.
///
/// @param paths     as typed
/// @param cached    whether they stay on disk
/// @param recursive whether whole folders may go
/// @param force     whether changes that are nowhere saved may be lost
/// @param dryRun    only tell
public record RemoveFiles(List<String> paths, boolean cached, boolean recursive, boolean force, boolean dryRun) {
    /// @return what is (or would be) no longer tracked, in path order
    public List<RepoPath> run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            Stage stage = CurrentStage.load(workspace).stage();
            PathArguments arguments = new PathArguments(workspace);
            PathSet scope = arguments.set(paths);
            List<RepoPath> removed = tracked(stage, scope);
            checkNamed(arguments, stage, scope, removed);
            if (!force) {
                refuseUnsaved(workspace, stage, scope);
            }
            if (dryRun) {
                return removed;
            }
            NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
            removed.forEach(path -> changes.put(path, null));
            if (!cached) {
                Set<Path> emptier = new HashSet<>();
                Ground ground = new Ground(workspace.folder());
                for (RepoPath path : removed) {
                    // What a link leads to is not what was tracked.
                    if (ground.stat(path) != null) {
                        delete(workspace, path, emptier);
                    }
                }
                makeDurable(emptier);
            }
            new StageFile(workspace.folder()).write(StageBuilder.edit(stage, changes));
            return removed;
        }
    }

    private static List<RepoPath> tracked(Stage stage, PathSet scope) {
        List<RepoPath> paths = new ArrayList<>();
        for (int row = 0; row < stage.size(); row++) {
            RepoPath path = stage.path(row);
            if (scope.includes(path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    private void checkNamed(PathArguments arguments, Stage stage, PathSet scope, List<RepoPath> removed)
            throws IOException {
        if (removed.isEmpty()) {
            throw untracked(String.join(" ", paths));
        }
        for (String pattern : scope.patternsWithout(removed)) {
            throw untracked(pattern);
        }
        for (String typed : paths) {
            boolean root = arguments.isRoot(typed);
            boolean folder = root || (!arguments.isGlob(typed) && stage.find(arguments.path(typed)) < 0);
            if (folder && !root && removed.stream().noneMatch(isWithin(arguments.path(typed)))) {
                throw untracked(typed);
            }
            if (folder && !recursive) {
                throw new Refused(typed, "is a folder", "Use -r to remove all that is tracked in it.");
            }
        }
    }

    private static Missing untracked(String what) {
        return new Missing(what, "nothing tracked there", "`reel ls-files` lists what is.");
    }

    private static java.util.function.Predicate<RepoPath> isWithin(RepoPath folder) {
        return path -> path.isWithin(folder);
    }

    /// A file whose stage is not what the commit has, or whose disk is not what the stage has, is saved nowhere
    /// else.
    private void refuseUnsaved(Workspace workspace, Stage stage, PathSet scope) throws IOException {
        StatusScan scan = new StatusScan(
                workspace.folder(), workspace.repository().trees(), new ContentHasher(workspace.budget()));
        Status status = scan.run(stage, CurrentStage.headTree(workspace), scope);
        Set<RepoPath> unsaved = new HashSet<>();
        status.unstaged().stream()
                .filter(change -> change.kind() != Change.Kind.REMOVED)
                .forEach(change -> unsaved.add(change.path()));
        status.unread().forEach(one -> unsaved.add(one.path()));
        if (!cached) {
            status.staged().stream()
                    .filter(change -> change.kind() != Change.Kind.REMOVED && change.kind() != Change.Kind.RENAMED)
                    .forEach(change -> unsaved.add(change.path()));
        }
        if (!cached && !unsaved.isEmpty()) {
            RepoPath first = unsaved.stream().min(RepoPath::compareTo).orElseThrow();
            throw new Refused(
                    first.toString(),
                    (status.unread().stream().anyMatch(one -> one.path().equals(first))
                                    ? "cannot be read, so it may have changes that are in no commit"
                                    : "has changes that are in no commit")
                            + (unsaved.size() > 1 ? ", as have " + (unsaved.size() - 1) + " more" : ""),
                    "Keep the file with --cached, or lose the changes with -f.");
        }
    }

    private static void makeDurable(Set<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                Durable.folder(folder);
            }
        }
    }

    /// @param emptier takes the folders that lost a name
    private static void delete(Workspace workspace, RepoPath path, Set<Path> emptier) throws IOException {
        Path file = workspace.folder().onDisk(path);
        emptier.add(Objects.requireNonNull(file.getParent()));
        try {
            Files.deleteIfExists(file);
        } catch (DirectoryNotEmptyException holdsOthers) {
            return;
        }
        // Where the caller stands stays: no command can be run in a folder that is gone.
        Path here = workspace.caller().folder().toRealPath();
        Path root = workspace.folder().root();
        for (Path above = file.getParent();
                above != null && !above.equals(root) && !here.startsWith(above);
                above = above.getParent()) {
            try {
                Files.delete(above);
                emptier.add(Objects.requireNonNull(above.getParent()));
            } catch (DirectoryNotEmptyException | NoSuchFileException stays) {
                return;
            }
        }
    }
}
