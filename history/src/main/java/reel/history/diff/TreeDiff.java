package reel.history.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.hash.Hash;

/// The paths at which two trees differ, found without reading what they share.
public final class TreeDiff {
    private final Trees trees;

    public TreeDiff(Trees trees) {
        this.trees = trees;
    }

    /// Receives changes in order of path.
    @FunctionalInterface
    public interface Sink {
        void change(Change change) throws IOException;
    }

    /// Every change; a whole folder that is new or gone is told file by file.
    public List<Change> changes(Hash before, Hash after) throws IOException {
        List<Change> changes = new ArrayList<>();
        forEach(before, after, changes::add);
        return changes;
    }

    public void forEach(Hash before, Hash after, Sink sink) throws IOException {
        folder(null, before, after, sink);
    }

    /// What lies inside one folder. @param before null where there was none
    private void folder(@Nullable RepoPath at, @Nullable Hash before, @Nullable Hash after, Sink sink)
            throws IOException {
        if (java.util.Objects.equals(before, after)) {
            return;
        }
        Trees.Sides sides = trees.differing(before, after);
        List<TreeEntry> left = sides.before();
        List<TreeEntry> right = sides.after();
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            int order = l == left.size()
                    ? 1
                    : r == right.size()
                            ? -1
                            : Arrays.compareUnsigned(
                                    left.get(l).name(), right.get(r).name());
            TreeEntry was = order <= 0 ? left.get(l++) : null;
            TreeEntry is = order >= 0 ? right.get(r++) : null;
            if (!java.util.Objects.equals(was, is)) {
                byte[] name = was != null
                        ? was.name()
                        : java.util.Objects.requireNonNull(is).name();
                entry(at == null ? RepoPath.ofName(name) : at.child(name), was, is, sink);
            }
        }
    }

    /// A folder's own path comes before what is inside, so the leaf part of the change goes first.
    private void entry(RepoPath path, @Nullable TreeEntry was, @Nullable TreeEntry is, Sink sink) throws IOException {
        TreeEntry leafBefore = leaf(was);
        TreeEntry leafAfter = leaf(is);
        if (!java.util.Objects.equals(leafBefore, leafAfter)) {
            sink.change(Change.at(path, leafBefore, leafAfter));
        }
        Hash inBefore = inside(was);
        Hash inAfter = inside(is);
        if (inBefore != null || inAfter != null) {
            folder(path, inBefore, inAfter, sink);
        }
    }

    /// The entry as a thing of its own: a folder only counts while it is empty.
    private static @Nullable TreeEntry leaf(@Nullable TreeEntry entry) {
        return inside(entry) == null ? entry : null;
    }

    /// The tree of a folder that is not empty.
    private static @Nullable Hash inside(@Nullable TreeEntry entry) {
        return entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY) ? folder.tree() : null;
    }
}
