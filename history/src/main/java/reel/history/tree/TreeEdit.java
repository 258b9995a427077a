package reel.history.tree;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.store.ChunkWriter;
import reel.stream.hash.Hash;

/// A path of a tree to be changed; folders that hold no such path are taken over by id.
///
/// @param path  what to change
/// @param entry the file, link, or empty folder to stand there, bearing the path's last name; null removes the
///     file, link or empty folder that does
public record TreeEdit(RepoPath path, @Nullable TreeEntry entry) {
    public TreeEdit {
        if (entry != null && !Arrays.equals(entry.name(), path.name())) {
            throw new IllegalArgumentException("entry " + entry.shownName() + " at " + path);
        }
        if (entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY)) {
            throw new IllegalArgumentException("an edit names files, not the folder " + path);
        }
    }

    /// Applies edits in ascending order of path and returns the new root.
    ///
    /// A folder whose last entry is removed goes too, unless an edit says it stays empty; an edit for an empty
    /// folder where there is a full one changes nothing. A file where files of a folder remain, or below a file
    /// that remains, is an [IllegalArgumentException].
    public static Hash apply(Trees trees, ChunkWriter writer, Hash root, List<TreeEdit> edits) throws IOException {
        for (int i = 1; i < edits.size(); i++) {
            if (edits.get(i - 1).path.compareTo(edits.get(i).path) >= 0) {
                throw new IllegalArgumentException("edits must ascend: " + edits.get(i).path);
            }
        }
        return edits.isEmpty() ? root : new Editing(trees, writer).run(root, edits);
    }

    /// Edits being applied, folder by folder; no depth of folders exhausts the stack.
    private static final class Editing {
        private final Trees trees;
        private final ChunkWriter writer;
        private final Deque<Open> open = new ArrayDeque<>();

        Editing(Trees trees, ChunkWriter writer) {
            this.trees = trees;
            this.writer = writer;
        }

        /// A folder being edited.
        private static final class Open {
            final byte[] name;
            final @Nullable TreeEntry wanted;
            final List<TreeEdit> edits;
            final SortedMap<byte[], TreeEntry> entries = new TreeMap<>(Arrays::compareUnsigned);
            int from;

            /// @param wanted what stands in its place when nothing is left in it
            /// @param edits  for what is in it
            Open(byte[] name, @Nullable TreeEntry wanted, List<TreeEdit> edits) {
                this.name = name;
                this.wanted = wanted;
                this.edits = edits;
            }
        }

        Hash run(Hash root, List<TreeEdit> edits) throws IOException {
            enter(new byte[0], null, root, edits);
            while (true) {
                Open folder = open.element();
                if (folder.from < folder.edits.size()) {
                    next(folder);
                    continue;
                }
                Hash id = Trees.write(writer, folder.entries.values());
                open.pop();
                if (open.isEmpty()) {
                    return id;
                }
                settle(open.element(), folder.name, folder.wanted, id);
            }
        }

        private void enter(byte[] name, @Nullable TreeEntry wanted, @Nullable Hash tree, List<TreeEdit> edits)
                throws IOException {
            Open folder = new Open(name, wanted, edits);
            if (tree != null) {
                trees.forEach(tree, entry -> folder.entries.put(entry.name(), entry));
            }
            open.push(folder);
        }

        /// The edits of the folder's next name: one for the name itself (then the first), and those below it.
        private void next(Open folder) throws IOException {
            int depth = open.size() - 1;
            List<TreeEdit> edits = folder.edits;
            int from = folder.from;
            TreeEdit first = edits.get(from);
            byte[] name = first.path.segment(depth);
            int to = from + 1;
            while (to < edits.size() && Arrays.equals(name, edits.get(to).path.segment(depth))) {
                to++;
            }
            folder.from = to;
            boolean direct = first.path.segmentCount() == depth + 1;
            TreeEntry now = folder.entries.get(name);
            TreeEntry wanted = direct ? first.entry : now instanceof TreeEntry.Folder ? null : now;
            Hash inside = now instanceof TreeEntry.Folder full && !full.tree().equals(Trees.EMPTY) ? full.tree() : null;
            List<TreeEdit> below = edits.subList(direct ? from + 1 : from, to);
            if (below.isEmpty()) {
                settle(folder, name, wanted, inside);
            } else {
                enter(name, wanted, inside, below);
            }
        }

        private static void settle(Open folder, byte[] name, @Nullable TreeEntry wanted, @Nullable Hash inside) {
            TreeEntry rest = inside == null || inside.equals(Trees.EMPTY) ? null : new TreeEntry.Folder(name, inside);
            if (rest != null && wanted != null && !(wanted instanceof TreeEntry.Folder)) {
                throw new IllegalArgumentException(wanted.shownName() + " would be a file and a folder");
            }
            TreeEntry settled = rest != null ? rest : wanted;
            if (settled == null) {
                folder.entries.remove(name);
            } else {
                folder.entries.put(name, settled);
            }
        }
    }
}
