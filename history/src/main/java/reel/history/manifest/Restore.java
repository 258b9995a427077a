package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.store.Chunks;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// One file on its way out of the store: the leaves of a block are found in file order, read and hashed by any
/// thread, and given to the sink in file order.
///
/// A leaf that reaches over the end of a block is read once, by the caller's thread, into the one buffer here
/// that is no lease: an array as long as the longest such leaf.
final class Restore implements BlockWork<Restore.Plan> {
    private final Chunks chunks;
    private final ContentSink sink;
    private final FileHasher hasher = new FileHasher();
    private final LeafWalk walk;
    private byte[] crossing = {};

    private Restore(Chunks chunks, Content content, ContentSink sink) throws IOException {
        this.chunks = chunks;
        this.sink = sink;
        this.walk = new LeafWalk(chunks, content, 0);
    }

    static void run(Chunks chunks, Content content, ContentSink sink, BufferShare buffers) throws IOException {
        Restore restore = new Restore(chunks, content, sink);
        BlockPipeline.run(buffers, content.size(), BlockPipeline.BLOCK_BYTES, 0, restore);
        Hash found = restore.hasher.digest();
        if (!found.equals(content.fileHash())) {
            throw new Corrupt("content " + content.fileHash(), -1, "BLAKE3 " + content.fileHash(), found.toString());
        }
    }

    /// The leaves that lie wholly inside a block, one behind the other.
    static final class Plan {
        final List<Hash> ids = new ArrayList<>();
        int[] lengths = new int[256];
        long from;
        final FileHasher.Part part = new FileHasher.Part();

        void add(Hash id, int length) {
            if (ids.size() == lengths.length) {
                lengths = Arrays.copyOf(lengths, 2 * lengths.length);
            }
            lengths[ids.size()] = length;
            ids.add(id);
        }
    }

    @Override
    public Plan newState() {
        return new Plan();
    }

    @Override
    public void prepare(Block<Plan> block) throws IOException {
        Plan plan = block.state();
        plan.ids.clear();
        boolean more = walk.offset() >= block.offset() || leaveCrossing(block);
        plan.from = walk.offset() - block.offset();
        while (more && walk.end() <= block.end()) {
            plan.add(walk.id(), walk.length());
            more = walk.advance();
        }
        if (more && walk.offset() < block.end()) {
            if (crossing.length < walk.length()) {
                crossing = new byte[walk.length()];
            }
            MemorySegment leaf = MemorySegment.ofArray(crossing).asSlice(0, walk.length());
            LeafRead.into(chunks, walk.id(), leaf);
            long at = walk.offset() - block.offset();
            MemorySegment.copy(leaf, 0, block.bytes(), at, block.length() - at);
        }
    }

    /// Copies what this block has of the leaf that began before it. @return whether a leaf starts behind it,
    /// here or later
    private boolean leaveCrossing(Block<Plan> block) throws IOException {
        long skipped = block.offset() - walk.offset();
        long rest = Math.min(walk.length() - skipped, block.length());
        MemorySegment.copy(MemorySegment.ofArray(crossing), skipped, block.bytes(), 0, rest);
        return walk.end() <= block.end() && walk.advance();
    }

    @Override
    public void work(Block<Plan> block) throws IOException {
        Plan plan = block.state();
        long at = plan.from;
        for (int i = 0; i < plan.ids.size(); i++) {
            int length = plan.lengths[i];
            LeafRead.into(chunks, plan.ids.get(i), block.bytes().asSlice(at, length));
            at += length;
        }
        plan.part.hash(block.bytes(), block.offset());
    }

    @Override
    public void finish(Block<Plan> block) throws IOException {
        sink.write(block.offset(), block.bytes());
        block.state().part.appendTo(hasher);
    }
}
