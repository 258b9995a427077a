package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.Chunks;
import reel.stream.RandomReader;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Gives the bytes of contents back, whole or any range, and shows what they are made of.
///
/// Every chunk is checked against its id when it is read; what is missing or damaged is an error that names it.
/// Thread-safe.
public final class ContentReader {
    private final Chunks chunks;
    private final BufferShare buffers;

    /// @param budget where buffers come from, at most a quarter of it for all files on their way
    public ContentReader(Chunks chunks, MemoryBudget budget) {
        this.chunks = chunks;
        this.buffers = new BufferShare(budget);
    }

    /// Fills all of `into` with the bytes from `offset` on; past the end is an [IllegalArgumentException].
    /// Costs one path of the tree and the chunks of the range.
    public void read(Content content, long offset, MemorySegment into) throws IOException {
        long size = into.byteSize();
        if (offset < 0 || offset > content.size() - size) {
            throw new IllegalArgumentException(
                    "offset " + offset + " + " + size + " bytes is past the end at " + content.size());
        }
        if (size == 0) {
            return;
        }
        LeafWalk walk = new LeafWalk(chunks, content, offset);
        long end = offset + size;
        while (true) {
            long from = Math.max(offset, walk.offset());
            long to = Math.min(end, walk.end());
            MemorySegment part = into.asSlice(from - offset, to - from);
            if (to - from == walk.length()) {
                LeafRead.into(chunks, walk.id(), part);
            } else {
                MemorySegment leaf = MemorySegment.ofArray(new byte[walk.length()]);
                LeafRead.into(chunks, walk.id(), leaf);
                MemorySegment.copy(leaf, from - walk.offset(), part, 0, to - from);
            }
            if (to == end) {
                return;
            }
            walk.advance();
        }
    }

    /// The content as something to read from, without a copy of it anywhere.
    public RandomReader open(Content content) {
        return new RandomReader() {
            @Override
            public long size() {
                return content.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                ContentReader.this.read(content, offset, into);
            }
        };
    }

    /// Gives the whole file to `sink`, in pieces of megabytes read ahead by all cores. The sink has got bytes
    /// before the last check is made, the one of the whole file's hash: it must not show them to anybody until
    /// this returns.
    public void copyTo(Content content, ContentSink sink) throws IOException {
        if (content.size() > 0) {
            Restore.run(chunks, content, sink, buffers);
        }
    }

    /// Shows every chunk of the content, nodes before what is below them, leaves in file order; reads the nodes
    /// only.
    public void forEachChunk(Content content, ChunkVisitor visitor) throws IOException {
        if (content.size() > 0) {
            show(content.root(), content.height(), 0, content.size(), visitor);
        }
    }

    private void show(Hash id, int height, long offset, long length, ChunkVisitor visitor) throws IOException {
        if (!visitor.visit(id, height, offset, length) || height == 0) {
            return;
        }
        Node node = Node.read(chunks, id, height, length);
        for (int i = 0; i < node.count(); i++) {
            show(node.id(i), height - 1, offset + node.start(i), node.length(i), visitor);
        }
    }

    /// How much of two contents is the same, found without reading below nodes that both have.
    public ContentComparison compare(Content before, Content after) throws IOException {
        return Comparing.compare(chunks, before, after);
    }
}
