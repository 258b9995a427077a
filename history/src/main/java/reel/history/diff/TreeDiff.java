package reel.history.diff;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.Corrupt;
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

    /// Tells the changes; a folder's own path comes before what is inside.
    public void forEach(Hash before, Hash after, Sink sink) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(open(null, before, after));
        while (!open.isEmpty()) {
            Open folder = open.element();
            if (!folder.hasNext()) {
                open.pop();
                continue;
            }
            folder.next();
            TreeEntry was = folder.was;
            TreeEntry is = folder.is;
            if (Objects.equals(was, is)) {
                continue;
            }
            RepoPath path = folder.path();
            if (!Objects.equals(leaf(was), leaf(is))) {
                sink.change(Change.at(path, leaf(was), leaf(is)));
            }
            if (!Objects.equals(inside(was), inside(is))) {
                open.push(open(path, inside(was), inside(is)));
            }
        }
    }

    private Open open(@Nullable RepoPath path, @Nullable Hash before, @Nullable Hash after) throws IOException {
        return new Open(path, trees.differing(before, after));
    }

    /// Two versions of a folder, walked side by side. No depth of folders exhausts the stack.
    private static final class Open {
        private final @Nullable RepoPath folder;
        private final List<TreeEntry> left;
        private final List<TreeEntry> right;
        private int l;
        private int r;
        private @Nullable TreeEntry was;
        private @Nullable TreeEntry is;

        Open(@Nullable RepoPath folder, Trees.Sides sides) {
            this.folder = folder;
            this.left = sides.before();
            this.right = sides.after();
        }

        boolean hasNext() {
            return l < left.size() || r < right.size();
        }

        void next() {
            int order = l == left.size()
                    ? 1
                    : r == right.size()
                            ? -1
                            : Arrays.compareUnsigned(
                                    left.get(l).name(), right.get(r).name());
            was = order <= 0 ? left.get(l++) : null;
            is = order >= 0 ? right.get(r++) : null;
        }

        RepoPath path() throws Corrupt {
            return Trees.path(folder, was != null ? was : Objects.requireNonNull(is));
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
