package reel.app.look;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.work.CurrentStage;
import reel.history.diff.Change;
import reel.history.diff.Renames;
import reel.history.diff.TreeDiff;
import reel.history.manifest.Content;
import reel.history.manifest.ContentComparison;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.status.StagedChanges;
import reel.history.workspace.status.Status;
import reel.history.workspace.status.StatusScan;
import reel.stream.hash.Hash;

/// What differs between two of: a commit, the stage, the disk.
public final class DiffVersions {
    private final Workspace workspace;
    private final PathSet scope;
    private final List<Skipped> unread = new ArrayList<>();

    public DiffVersions(Workspace workspace, PathSet scope) {
        this.workspace = workspace;
        this.scope = scope;
    }

    /// Two trees. @param before the empty tree where there is nothing before
    public List<FileChange> trees(Hash before, Hash after) throws IOException {
        List<Change> found = new TreeDiff(workspace.repository().trees()).changes(before, after);
        List<FileChange> changes = new ArrayList<>();
        for (Change change : Renames.detect(found, new ContentReader(workspace.store(), workspace.budget()))) {
            boolean meant = scope.includes(change.path()) || scope.includes(change.oldPath());
            FileChange.Kind kind = kind(change.kind());
            if (meant && kind != null) {
                changes.add(new FileChange(
                        kind, change.path(), change.from(), Side.stored(change.before()), Side.stored(change.after())));
            }
        }
        return changes;
    }

    /// What a commit changed against its first parent.
    public List<FileChange> commit(reel.history.commit.Commit commit) throws IOException {
        Hash before = commit.parents().isEmpty()
                ? Trees.EMPTY
                : workspace
                        .repository()
                        .commits()
                        .read(commit.parents().getFirst())
                        .tree();
        return trees(before, commit.tree());
    }

    /// A tree against the stage. @param tree null: nothing is committed yet
    public List<FileChange> staged(@Nullable Hash tree) throws IOException {
        Stage stage = CurrentStage.load(workspace).stage();
        List<FileChange> changes = new ArrayList<>();
        for (var change : StagedChanges.of(workspace.repository().trees(), tree, stage, scope)) {
            RepoPath from = change.from();
            Side before = tree == null ? null : inTree(tree, from == null ? change.path() : from);
            changes.add(
                    new FileChange(kind(change.kind()), change.path(), from, before, inStage(stage, change.path())));
        }
        return changes;
    }

    /// The stage against the disk.
    public List<FileChange> unstaged() throws IOException {
        Stage stage = CurrentStage.load(workspace).stage();
        List<FileChange> changes = new ArrayList<>();
        for (var change : scan(stage).unstaged()) {
            changes.add(new FileChange(
                    kind(change.kind()),
                    change.path(),
                    null,
                    inStage(stage, change.path()),
                    onDisk(change.path(), change.kind())));
        }
        return changes;
    }

    /// A tree against the disk: tracked files only.
    public List<FileChange> disk(Hash tree) throws IOException {
        Stage stage = CurrentStage.load(workspace).stage();
        Map<RepoPath, FileChange> changes = new TreeMap<>();
        for (FileChange change : staged(tree)) {
            changes.put(change.path(), change);
        }
        for (var change : scan(stage).unstaged()) {
            FileChange before = changes.get(change.path());
            Side then = before == null ? inTree(tree, change.path()) : before.before();
            Side now = onDisk(change.path(), change.kind());
            if (then == null && now == null) {
                changes.remove(change.path());
                continue;
            }
            FileChange.Kind kind =
                    then == null ? FileChange.Kind.ADDED : now == null ? FileChange.Kind.REMOVED : kind(change.kind());
            changes.put(change.path(), new FileChange(kind, change.path(), null, then, now));
        }
        return List.copyOf(changes.values());
    }

    /// How many bytes a change brought and took; for a file on disk only its size is known.
    public ContentComparison bytes(FileChange change) throws IOException {
        Content before = change.before() == null ? null : change.before().content();
        Content after = change.after() == null ? null : change.after().content();
        if (before != null && after != null) {
            return new ContentReader(workspace.store(), workspace.budget()).compare(before, after);
        }
        long was = change.sizeBefore();
        long is = change.sizeAfter();
        return new ContentComparison(was, is, was, is);
    }

    private Status scan(Stage stage) throws IOException {
        StatusScan scan = new StatusScan(
                workspace.folder(), workspace.repository().trees(), new ContentHasher(workspace.budget()));
        Status status = scan.run(stage, stage.tree(), scope);
        unread.addAll(status.unread());
        return status;
    }

    /// Notes that a side on disk could not be read after all.
    public void skip(Skipped one) {
        unread.add(one);
    }

    /// What is tracked and could not be read so far, so that nothing is told of it.
    public List<Skipped> unread() {
        return List.copyOf(unread);
    }

    private @Nullable Side inTree(Hash tree, RepoPath path) throws IOException {
        TreeEntry entry = workspace.repository().trees().find(tree, path);
        boolean filled =
                entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY);
        return filled ? null : Side.stored(entry);
    }

    private static @Nullable Side inStage(Stage stage, RepoPath path) {
        StageEntry entry = stage.entry(path);
        return entry == null ? null : Side.stored(entry.entry());
    }

    private @Nullable Side onDisk(RepoPath path, reel.history.workspace.status.Change.Kind kind) throws IOException {
        return kind == reel.history.workspace.status.Change.Kind.REMOVED
                ? null
                : Side.onDisk(workspace.folder().onDisk(path));
    }

    private static FileChange.Kind kind(reel.history.workspace.status.Change.Kind kind) {
        return switch (kind) {
            case ADDED -> FileChange.Kind.ADDED;
            case MODIFIED -> FileChange.Kind.MODIFIED;
            case MODE -> FileChange.Kind.MODE;
            case TYPE -> FileChange.Kind.TYPE;
            case REMOVED -> FileChange.Kind.REMOVED;
            case RENAMED -> FileChange.Kind.RENAMED;
        };
    }

    /// Null where nothing but the modification time differs.
    private static FileChange.@Nullable Kind kind(Change.Kind kind) {
        return switch (kind) {
            case ADDED -> FileChange.Kind.ADDED;
            case MODIFIED -> FileChange.Kind.MODIFIED;
            case MODE -> FileChange.Kind.MODE;
            case TIME -> null;
            case TYPE -> FileChange.Kind.TYPE;
            case REMOVED -> FileChange.Kind.REMOVED;
            case RENAMED -> FileChange.Kind.RENAMED;
        };
    }
}
