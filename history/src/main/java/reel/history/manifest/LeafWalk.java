package reel.history.manifest;

import java.io.IOException;
import reel.store.Chunks;
import reel.stream.Corrupt;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Hash;

/// A cursor over the leaves of a content, in file order from any byte on; holds one node of each height.
final class LeafWalk {
    private final Chunks chunks;
    private final Content content;

    /// The open node of each height, the child we are below, and where the node's bytes start in the file.
    private final Node[] nodes;

    private final int[] children;
    private final long[] starts;

    private Hash id;
    private long offset;
    private long length;

    /// Stands on the leaf that holds byte `target`, which the content has.
    LeafWalk(Chunks chunks, Content content, long target) throws IOException {
        if (target < 0 || target >= content.size()) {
            throw new IllegalArgumentException("byte " + target + " of " + content.size());
        }
        this.chunks = chunks;
        this.content = content;
        this.nodes = new Node[content.height() + 1];
        this.children = new int[content.height() + 1];
        this.starts = new long[content.height() + 1];
        this.id = content.root();
        this.length = content.size();
        descend(content.height(), target);
    }

    Hash id() {
        return id;
    }

    /// Where the leaf starts in the file.
    long offset() {
        return offset;
    }

    int length() {
        return (int) length;
    }

    /// Where the leaf ends in the file.
    long end() {
        return offset + length;
    }

    /// Goes on to the next leaf. @return false at the end of the file
    boolean advance() throws IOException {
        int height = 1;
        while (height < nodes.length && children[height] + 1 == nodes[height].count()) {
            height++;
        }
        if (height >= nodes.length) {
            return false;
        }
        enter(height, children[height] + 1);
        descend(height - 1, offset);
        return true;
    }

    /// From the chunk we stand on, which has `height`, down to the leaf that holds `target`.
    private void descend(int height, long target) throws IOException {
        for (int h = height; h > 0; h--) {
            nodes[h] = Node.read(chunks, id, h, length);
            starts[h] = offset;
            enter(h, nodes[h].childAt(target - offset));
        }
        if (length > ChunkSizes.LIMIT_BYTES) {
            throw new Corrupt(
                    "content " + content.fileHash(),
                    offset,
                    "a chunk of at most " + ChunkSizes.LIMIT_BYTES + " bytes",
                    length + " bytes");
        }
    }

    private void enter(int height, int child) {
        Node node = nodes[height];
        children[height] = child;
        id = node.id(child);
        offset = starts[height] + node.start(child);
        length = node.length(child);
    }
}
