package reel.history.tree;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.store.ChunkWriter;
import reel.stream.hash.Hash;

/// Trees being built from paths in ascending order, folders made on the way. Not thread-safe.
///
/// An unchanged folder is added as one [TreeEntry.Folder] with its tree's id, and nothing below it is read or
/// written.
/// A folder with the empty tree may be followed by paths below it.
public final class TreeBuilder {
    private final ChunkWriter writer;
    private final FolderWriter root;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable RepoPath last;
    private TreeEntry.@Nullable Folder pendingFolder;

    public TreeBuilder(ChunkWriter writer) {
        this.writer = writer;
        this.root = new FolderWriter(writer);
    }

    private record Open(byte[] name, FolderWriter folder) {}

    /// Adds a file, a link or a whole folder.
    ///
    /// @param path  above every path added before, else [IllegalArgumentException]
    /// @param entry its name is the path's last segment
    public TreeBuilder add(RepoPath path, TreeEntry entry) throws IOException {
        List<byte[]> segments = path.segments();
        if (!Arrays.equals(segments.getLast(), entry.name())) {
            throw new IllegalArgumentException("entry " + entry.shownName() + " at path " + path);
        }
        RepoPath before = last;
        if (before != null && before.compareTo(path) >= 0) {
            throw new IllegalArgumentException("paths must ascend: " + path + " after " + before);
        }
        boolean below = before != null && path.isWithin(before);
        TreeEntry.Folder pending = pendingFolder;
        if (below && (pending == null || !pending.tree().equals(Trees.EMPTY))) {
            throw new IllegalArgumentException(before + " is both a thing and a folder with " + path);
        }
        if (pending != null) {
            if (below) {
                open.addLast(new Open(pending.name(), new FolderWriter(writer)));
            } else {
                current().add(pending);
            }
            pendingFolder = null;
        }
        enter(segments);
        last = path;
        if (entry instanceof TreeEntry.Folder folder) {
            pendingFolder = folder;
        } else {
            current().add(entry);
        }
        return this;
    }

    /// The id of the root's tree. The builder is done.
    public Hash finish() throws IOException {
        if (pendingFolder != null) {
            current().add(pendingFolder);
            pendingFolder = null;
        }
        leaveTo(0);
        return root.finish();
    }

    private FolderWriter current() {
        return open.isEmpty() ? root : open.getLast().folder;
    }

    /// Closes folders that do not hold the path, opens those that do.
    private void enter(List<byte[]> segments) throws IOException {
        int folders = segments.size() - 1;
        int common = 0;
        for (Open folder : open) {
            if (common == folders || !Arrays.equals(folder.name, segments.get(common))) {
                break;
            }
            common++;
        }
        leaveTo(common);
        for (int i = common; i < folders; i++) {
            open.addLast(new Open(segments.get(i), new FolderWriter(writer)));
        }
    }

    private void leaveTo(int depth) throws IOException {
        while (open.size() > depth) {
            Open done = open.removeLast();
            current().add(new TreeEntry.Folder(done.name, done.folder.finish()));
        }
    }
}
