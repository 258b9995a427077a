package reel.history.tree;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.history.codec.Encoder;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Trees in a store: read whole, walked, looked into, compared. Thread-safe; keeps nothing in memory.
///
/// Damage is [Corrupt], a tree that is not stored is [reel.stream.Missing]; both name the tree.
public final class Trees {
    /// The tree of an empty folder.
    public static final Hash EMPTY = emptyTree();

    private final Chunks chunks;

    public Trees(Chunks chunks) {
        this.chunks = chunks;
    }

    private static Hash emptyTree() {
        Encoder node = new Encoder(16);
        TreeNode.encodeHead(node, 0, 0);
        return Blake3.hash(node.view());
    }

    /// Writes one folder. @param entries in ascending order of name
    public static Hash write(ChunkWriter writer, Iterable<TreeEntry> entries) throws IOException {
        FolderWriter folder = new FolderWriter(writer);
        for (TreeEntry entry : entries) {
            folder.add(entry);
        }
        return folder.finish();
    }

    /// Receives entries in ascending order of name.
    @FunctionalInterface
    public interface EntrySink {
        void entry(TreeEntry entry) throws IOException;
    }

    /// Receives a walk in order of path.
    @FunctionalInterface
    public interface Visitor {
        /// @return for a folder, whether to go below it; for anything else of no effect
        boolean visit(RepoPath path, TreeEntry entry) throws IOException;
    }

    /// The entries of one folder in ascending order of name.
    public List<TreeEntry> entries(Hash tree) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        forEach(tree, entries::add);
        return entries;
    }

    /// Tells the entries of one folder, one leaf in memory at a time.
    public void forEach(Hash tree, EntrySink sink) throws IOException {
        Cursor cursor = new Cursor(tree);
        for (TreeEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            sink.entry(entry);
        }
    }

    /// Everything below `root`, depth first.
    public void walk(Hash root, Visitor visitor) throws IOException {
        walk(root, null, visitor);
    }

    /// Everything below the folder `tree` that stands at `at` (null: the root), which is not itself visited.
    public void walk(Hash tree, @Nullable RepoPath at, Visitor visitor) throws IOException {
        Deque<OpenFolder> open = new ArrayDeque<>();
        open.push(new OpenFolder(at, new Cursor(tree)));
        while (!open.isEmpty()) {
            OpenFolder folder = open.element();
            TreeEntry entry = folder.cursor.next();
            if (entry == null) {
                open.pop();
                continue;
            }
            RepoPath path = path(folder.path, entry);
            if (visitor.visit(path, entry) && entry instanceof TreeEntry.Folder inside) {
                open.push(new OpenFolder(path, new Cursor(inside.tree())));
            }
        }
    }

    /// A folder being walked. No depth of folders exhausts the stack.
    private record OpenFolder(@Nullable RepoPath path, Cursor cursor) {}

    /// The path of an entry that was read from `folder` (null: the root); one that no path can be is [Corrupt].
    public static RepoPath path(@Nullable RepoPath folder, TreeEntry entry) throws Corrupt {
        try {
            return folder == null ? RepoPath.ofName(entry.name()) : folder.child(entry.name());
        } catch (IllegalArgumentException tooLong) {
            throw new Corrupt(
                    "tree of folder " + folder,
                    -1,
                    "paths of at most " + RepoPath.MAX_BYTES + " bytes",
                    "a longer one");
        }
    }

    /// What stands at `path`, or null.
    public @Nullable TreeEntry find(Hash root, RepoPath path) throws IOException {
        Hash folder = root;
        TreeEntry found = null;
        for (byte[] name : path.segments()) {
            if (found != null) {
                if (!(found instanceof TreeEntry.Folder inside)) {
                    return null;
                }
                folder = inside.tree();
            }
            found = findName(folder, name);
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    /// The entry of that name in one folder, or null; reads one node a level.
    public @Nullable TreeEntry findName(Hash tree, byte[] name) throws IOException {
        TreeNode node = node(tree);
        while (node instanceof TreeNode.Inner inner) {
            TreeNode.Child next = null;
            for (TreeNode.Child child : inner.children()) {
                if (Arrays.compareUnsigned(name, child.lastName()) <= 0) {
                    next = child;
                    break;
                }
            }
            if (next == null) {
                return null;
            }
            node = child(inner, next);
        }
        for (TreeEntry entry : ((TreeNode.Leaf) node).entries()) {
            if (Arrays.equals(entry.name(), name)) {
                return entry;
            }
        }
        return null;
    }

    /// The entries of two versions of one folder, without those in nodes that both share.
    ///
    /// @param before null: no folder, no entries
    public Sides differing(@Nullable Hash before, @Nullable Hash after) throws IOException {
        List<TreeEntry> left = new ArrayList<>();
        List<TreeEntry> right = new ArrayList<>();
        if (before != null && after != null && !before.equals(after)) {
            Set<Hash> ofBefore = new HashSet<>();
            ofBefore.add(before);
            collectIds(node(before), ofBefore);
            Set<Hash> shared = new HashSet<>();
            entriesExcept(after, ofBefore, shared, right);
            entriesExcept(before, shared, new HashSet<>(), left);
        } else if (before == null && after != null) {
            forEach(after, right::add);
        } else if (before != null && after == null) {
            forEach(before, left::add);
        }
        return new Sides(left, right);
    }

    /// @param before entries of the one side, ascending; @param after entries of the other
    public record Sides(List<TreeEntry> before, List<TreeEntry> after) {}

    /// The ids below a node; leaves are not read for it.
    private void collectIds(TreeNode node, Set<Hash> into) throws IOException {
        if (node instanceof TreeNode.Inner inner) {
            for (TreeNode.Child child : inner.children()) {
                into.add(child.id());
                if (inner.level() > 1) {
                    collectIds(child(inner, child), into);
                }
            }
        }
    }

    private void entriesExcept(Hash tree, Set<Hash> skip, Set<Hash> skipped, List<TreeEntry> into) throws IOException {
        forEachNode(
                tree,
                node -> {
                    if (skip.contains(node)) {
                        skipped.add(node);
                        return false;
                    }
                    return true;
                },
                into::add);
    }

    /// Whether to read a node, asked before it is read.
    @FunctionalInterface
    public interface NodeFilter {
        boolean enter(Hash node) throws IOException;
    }

    /// The nodes of one folder's tree (the tree's own id first) and the entries of those that are entered.
    ///
    /// This is how reachability is told: every node is a chunk of its own.
    public void forEachNode(Hash tree, NodeFilter filter, EntrySink sink) throws IOException {
        if (filter.enter(tree)) {
            forEachNode(node(tree), filter, sink);
        }
    }

    private void forEachNode(TreeNode node, NodeFilter filter, EntrySink sink) throws IOException {
        switch (node) {
            case TreeNode.Leaf leaf -> {
                for (TreeEntry entry : leaf.entries()) {
                    sink.entry(entry);
                }
            }
            case TreeNode.Inner inner -> {
                for (TreeNode.Child child : inner.children()) {
                    if (filter.enter(child.id())) {
                        forEachNode(child(inner, child), filter, sink);
                    }
                }
            }
        }
    }

    private TreeNode node(Hash id) throws IOException {
        if (id.equals(EMPTY)) {
            return new TreeNode.Leaf(List.of());
        }
        return TreeNode.decode(chunks.read(id, TreeNode.MAX_BYTES), "tree " + id);
    }

    /// A child is exactly what its parent says of it: the level below, that last name, that many entries.
    private TreeNode child(TreeNode.Inner parent, TreeNode.Child said) throws IOException {
        TreeNode node = node(said.id());
        if (node.level() != parent.level() - 1
                || node.entryCount() != said.entryCount()
                || !Arrays.equals(node.lastName(), said.lastName())) {
            throw new Corrupt(
                    "tree " + said.id(),
                    -1,
                    "level " + (parent.level() - 1) + " and " + said.entryCount() + " entries as its parent says",
                    "level " + node.level() + " and " + node.entryCount() + " entries");
        }
        return node;
    }

    /// The entries of one folder, one leaf in memory at a time.
    private final class Cursor {
        private final Deque<OpenNode> open = new ArrayDeque<>();
        private final Hash tree;
        private Iterator<TreeEntry> leaf = Collections.emptyIterator();
        private byte[] last = {};

        Cursor(Hash tree) throws IOException {
            this.tree = tree;
            enter(node(tree));
        }

        /// An inner node and those of its children that are still to come.
        private record OpenNode(TreeNode.Inner inner, Iterator<TreeNode.Child> children) {}

        private void enter(TreeNode node) {
            switch (node) {
                case TreeNode.Leaf entries -> leaf = entries.entries().iterator();
                case TreeNode.Inner inner ->
                    open.push(new OpenNode(inner, inner.children().iterator()));
            }
        }

        /// Null at the end.
        @Nullable
        TreeEntry next() throws IOException {
            while (!leaf.hasNext()) {
                while (!open.isEmpty() && !open.element().children.hasNext()) {
                    open.pop();
                }
                if (open.isEmpty()) {
                    return null;
                }
                OpenNode above = open.element();
                enter(child(above.inner, above.children.next()));
            }
            TreeEntry entry = leaf.next();
            if (Arrays.compareUnsigned(last, entry.name()) >= 0) {
                throw new Corrupt("tree " + tree, -1, "names in ascending order over its nodes", entry.shownName());
            }
            last = entry.name();
            return entry;
        }
    }
}
