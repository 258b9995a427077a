package reel.history.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.history.diff.Change;
import reel.history.diff.Renames;
import reel.history.diff.TreeDiff;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEdit;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.stream.hash.Hash;

/// One three-way merge of trees: their changes are applied to our tree wherever ours do not stand against them.
final class ThreeWay {
    private final Trees trees;
    private final FileMerge files;
    private final Merger.Base base;
    private final Hash ours;
    private final Hash theirs;

    private final NavigableMap<RepoPath, Change> ourChanges = new TreeMap<>();
    private final NavigableMap<RepoPath, Change> theirChanges = new TreeMap<>();
    private final Map<RepoPath, RepoPath> ourRenames = new HashMap<>();
    private final Map<RepoPath, RepoPath> theirRenames = new HashMap<>();
    private final Set<RepoPath> renameTargets = new HashSet<>();
    private final NavigableMap<RepoPath, TreeEdit> edits = new TreeMap<>();
    private final NavigableMap<RepoPath, MergeConflict> conflicts = new TreeMap<>();

    ThreeWay(Trees trees, FileMerge files, Merger.Base base, Hash ours, Hash theirs) {
        this.trees = trees;
        this.files = files;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    Merged run(ChunkWriter writer) throws IOException {
        load(ours, ourChanges, ourRenames);
        load(theirs, theirChanges, theirRenames);
        findCollisions();
        for (Change change : theirChanges.values()) {
            RepoPath path = change.path();
            if (isTaken(path)) {
                continue;
            }
            Change our = ourChanges.get(path);
            if (our == null) {
                edits.put(path, new TreeEdit(path, change.after()));
            } else {
                resolve(path, change.before(), our.after(), change.after());
            }
        }
        dispute();
        return new Merged(
                TreeEdit.apply(trees, writer, ours, new ArrayList<>(edits.values())),
                new ArrayList<>(conflicts.values()));
    }

    private void load(Hash side, NavigableMap<RepoPath, Change> changes, Map<RepoPath, RepoPath> renames)
            throws IOException {
        List<Change> all = new TreeDiff(trees).changes(base.tree(), side);
        for (Change change : all) {
            changes.put(change.path(), change);
        }
        Renames.exact(all).forEach((added, removed) -> renames.put(removed.path(), added.path()));
    }

    /// Whether a conflict above it, or a rename to it, has decided about the path.
    private boolean isTaken(RepoPath path) {
        if (renameTargets.contains(path)) {
            return true;
        }
        for (RepoPath at = path; at != null; at = at.parent()) {
            if (conflicts.containsKey(at)) {
                return true;
            }
        }
        return false;
    }

    /// Paths that are a file on one side and a folder with something new in it on the other.
    private void findCollisions() throws IOException {
        for (Change change : theirChanges.values()) {
            TreeEntry after = change.after();
            if (after == null || isTaken(change.path())) {
                continue;
            }
            for (RepoPath above = change.path().parent(); above != null; above = above.parent()) {
                Change our = ourChanges.get(above);
                if (our != null && our.after() != null && !(our.after() instanceof TreeEntry.Folder)) {
                    collide(above);
                    break;
                }
            }
            if (!(after instanceof TreeEntry.Folder) && weKeepSomethingBelow(change.path())) {
                collide(change.path());
            }
        }
    }

    private boolean weKeepSomethingBelow(RepoPath path) {
        for (Change our : ourChanges.tailMap(path, false).values()) {
            if (!our.path().isWithin(path)) {
                return false;
            }
            if (our.after() != null) {
                return true;
            }
        }
        return false;
    }

    private void collide(RepoPath path) throws IOException {
        TreeEntry our = trees.find(ours, path);
        TreeEntry their = trees.find(theirs, path);
        if (our == null || their == null) {
            throw new IllegalStateException("nothing collides at " + path);
        }
        conflict(path, MergeConflict.Kind.FILE_AND_FOLDER, trees.find(base.tree(), path), our, their, our);
    }

    /// A path that both sides changed.
    private void resolve(RepoPath path, @Nullable TreeEntry was, @Nullable TreeEntry our, @Nullable TreeEntry their)
            throws IOException {
        if (FileMerge.same(our, their)) {
            if (FileMerge.mtime(their) > FileMerge.mtime(our)) {
                edits.put(path, new TreeEdit(path, their));
            }
        } else if (FileMerge.same(was, our)) {
            edits.put(path, new TreeEdit(path, their));
        } else if (FileMerge.same(was, their)) {
            return;
        } else if (our == null && their != null) {
            weRemoved(path, was, their);
        } else if (our != null && their == null) {
            theyRemoved(path, was, our);
        } else if (our != null && their != null) {
            bothChanged(path, was, our, their);
        }
    }

    private void weRemoved(RepoPath path, @Nullable TreeEntry was, TreeEntry their) throws IOException {
        RepoPath to = ourRenames.get(path);
        if (to != null
                && !theirChanges.containsKey(to)
                && was instanceof TreeEntry.File wasFile
                && their instanceof TreeEntry.File theirFile
                && ourChanges.get(to) instanceof Change moved
                && moved.after() instanceof TreeEntry.File ourFile) {
            edits.put(to, new TreeEdit(to, FileMerge.moved(wasFile, ourFile, theirFile)));
            return;
        }
        conflict(path, MergeConflict.Kind.WE_REMOVED, was, null, their, their);
        edits.put(path, new TreeEdit(path, their));
    }

    private void theyRemoved(RepoPath path, @Nullable TreeEntry was, TreeEntry our) throws IOException {
        RepoPath to = theirRenames.get(path);
        if (to != null
                && !ourChanges.containsKey(to)
                && !isTaken(to)
                && was instanceof TreeEntry.File wasFile
                && our instanceof TreeEntry.File ourFile
                && theirChanges.get(to) instanceof Change moved
                && moved.after() instanceof TreeEntry.File theirFile) {
            edits.put(path, new TreeEdit(path, null));
            edits.put(to, new TreeEdit(to, FileMerge.moved(wasFile, theirFile, ourFile)));
            renameTargets.add(to);
            return;
        }
        conflict(path, MergeConflict.Kind.THEY_REMOVED, was, our, null, our);
    }

    private void bothChanged(RepoPath path, @Nullable TreeEntry was, TreeEntry our, TreeEntry their)
            throws IOException {
        if (our instanceof TreeEntry.Folder || their instanceof TreeEntry.Folder) {
            conflict(path, MergeConflict.Kind.FILE_AND_FOLDER, was, our, their, our);
            return;
        }
        if (our instanceof TreeEntry.File ourFile && their instanceof TreeEntry.File theirFile) {
            FileMerge.Outcome outcome =
                    files.merge(was instanceof TreeEntry.File wasFile ? wasFile : null, ourFile, theirFile);
            if (!outcome.file().equals(our)) {
                edits.put(path, new TreeEdit(path, outcome.file()));
            }
            if (outcome.conflict() != null) {
                conflict(path, outcome.conflict(), was, our, their, outcome.file());
            }
            return;
        }
        conflict(path, was == null ? MergeConflict.Kind.BOTH_ADDED : MergeConflict.Kind.BINARY, was, our, their, our);
    }

    /// Paths without an agreed base: any difference between the sides is a conflict.
    private void dispute() throws IOException {
        for (RepoPath path : base.disputed()) {
            if (isTaken(path)) {
                continue;
            }
            TreeEntry our = trees.find(ours, path);
            TreeEntry their = trees.find(theirs, path);
            TreeEntry shown = our != null ? our : their;
            if (shown == null || FileMerge.same(our, their) || (isFolder(our) && isFolder(their))) {
                continue;
            }
            edits.remove(path);
            boolean folder = isFolder(our) || isFolder(their);
            if (our == null && !folder) {
                edits.put(path, new TreeEdit(path, their));
            }
            conflict(
                    path,
                    folder ? MergeConflict.Kind.FILE_AND_FOLDER : MergeConflict.Kind.BINARY,
                    null,
                    our,
                    their,
                    shown);
        }
    }

    private static boolean isFolder(@Nullable TreeEntry entry) {
        return entry instanceof TreeEntry.Folder;
    }

    private void conflict(
            RepoPath path,
            MergeConflict.Kind kind,
            @Nullable TreeEntry was,
            @Nullable TreeEntry our,
            @Nullable TreeEntry their,
            TreeEntry shown) {
        conflicts.put(path, new MergeConflict(path, kind, was, our, their, shown));
    }
}
