package reel.history.tree;

import java.io.IOException;
import java.util.Arrays;
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
        return edits.isEmpty() ? root : folder(trees, writer, root, edits, 0);
    }

    /// The folder at `depth` that all of `edits` lie in. @param tree null where there was none
    private static Hash folder(Trees trees, ChunkWriter writer, @Nullable Hash tree, List<TreeEdit> edits, int depth)
            throws IOException {
        SortedMap<byte[], TreeEntry> entries = new TreeMap<>(Arrays::compareUnsigned);
        if (tree != null) {
            trees.forEach(tree, entry -> entries.put(entry.name(), entry));
        }
        int from = 0;
        while (from < edits.size()) {
            byte[] name = edits.get(from).path.segment(depth);
            int to = from + 1;
            while (to < edits.size() && Arrays.equals(name, edits.get(to).path.segment(depth))) {
                to++;
            }
            TreeEntry changed = entry(trees, writer, entries.get(name), edits.subList(from, to), depth);
            if (changed == null) {
                entries.remove(name);
            } else {
                entries.put(name, changed);
            }
            from = to;
        }
        return Trees.write(writer, entries.values());
    }

    /// One name in a folder. @param edits for it (then the first) and below it
    private static @Nullable TreeEntry entry(
            Trees trees, ChunkWriter writer, @Nullable TreeEntry now, List<TreeEdit> edits, int depth)
            throws IOException {
        TreeEdit first = edits.getFirst();
        boolean direct = first.path.segmentCount() == depth + 1;
        TreeEntry wanted = direct ? first.entry : now instanceof TreeEntry.Folder ? null : now;
        List<TreeEdit> below = direct ? edits.subList(1, edits.size()) : edits;
        Hash inside =
                now instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY) ? folder.tree() : null;
        if (!below.isEmpty()) {
            inside = folder(trees, writer, inside, below, depth + 1);
        }
        if (inside == null || inside.equals(Trees.EMPTY)) {
            return wanted;
        }
        if (wanted != null && !(wanted instanceof TreeEntry.Folder)) {
            throw new IllegalArgumentException(first.path + " would be a file and a folder");
        }
        return new TreeEntry.Folder(first.path.segment(depth), inside);
    }
}
