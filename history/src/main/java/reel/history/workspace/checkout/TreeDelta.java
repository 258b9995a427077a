package reel.history.workspace.checkout;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.hash.Hash;

/// The files, links and empty folders in which two trees differ; equal subtrees are not read.
final class TreeDelta {
    /// One path's two sides; null: nothing there.
    record Pair(@Nullable TreeEntry before, @Nullable TreeEntry after) {}

    private final Trees trees;
    private final NavigableMap<RepoPath, Pair> pairs = new TreeMap<>();

    private TreeDelta(Trees trees) {
        this.trees = trees;
    }

    static NavigableMap<RepoPath, Pair> of(Trees trees, @Nullable Hash before, @Nullable Hash after)
            throws IOException {
        TreeDelta delta = new TreeDelta(trees);
        delta.folders(null, before, after);
        return delta.pairs;
    }

    private void folders(@Nullable RepoPath at, @Nullable Hash before, @Nullable Hash after) throws IOException {
        Trees.Sides sides = trees.differing(before, after);
        List<TreeEntry> left = sides.before();
        List<TreeEntry> right = sides.after();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int order = i == left.size()
                    ? 1
                    : j == right.size()
                            ? -1
                            : Arrays.compareUnsigned(
                                    left.get(i).name(), right.get(j).name());
            TreeEntry x = order <= 0 ? left.get(i++) : null;
            TreeEntry y = order >= 0 ? right.get(j++) : null;
            TreeEntry named = x == null ? y : x;
            if (named != null && (x == null || !x.equals(y))) {
                entries(at == null ? RepoPath.ofName(named.name()) : at.child(named.name()), x, y);
            }
        }
    }

    private void entries(RepoPath path, @Nullable TreeEntry before, @Nullable TreeEntry after) throws IOException {
        Hash left = treeOf(before);
        Hash right = treeOf(after);
        TreeEntry x = left == null ? before : null;
        TreeEntry y = right == null ? after : null;
        if (x != null || y != null) {
            pairs.put(path, new Pair(x, y));
        }
        if (left != null || right != null) {
            folders(path, left, right);
        }
    }

    /// The tree of a folder with something in it, else null.
    private static @Nullable Hash treeOf(@Nullable TreeEntry entry) {
        return entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY) ? folder.tree() : null;
    }
}
