package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.store.ChunkWriter;
import reel.stream.RandomReader;
import reel.stream.chunk.Chunker;
import reel.stream.chunk.HintedChunker;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A large file on its way into the store, by all cores.
///
/// Where a chunk ends depends only on where it starts, so cutting looks sequential. But content-defined cuts
/// soon agree wherever one starts: each block is read, cut from its first byte on, and hashed as if a chunk
/// started there, by any thread ([#work]). Then the blocks are joined in file order ([#finish]): the chunk that
/// really reaches into the block is cut and those after it, until one ends where a chunk of the guess starts.
/// From there on the guess is the truth, not an approximation of it, since the same bytes are cut from the same
/// start. On content without agreement (long repetitions) the join cuts all of the block: slower, never
/// different.
final class LargeFile implements BlockWork<LargeFile.Guess> {
    private final RandomReader file;
    private final HintedChunker chunker;
    private final LeafSink leaves;
    private final FileHasher hasher = new FileHasher();
    private final int maxBytes;

    /// The bytes before the block that no chunk holds yet, then the block's first bytes.
    private MemorySegment seam = MemorySegment.NULL;

    private int carried;

    /// The chunk that starts any long run of zeros, once met.
    private @Nullable Hash zeroId;

    private int zeroLength;

    private LargeFile(RandomReader file, HintedChunker chunker, LeafSink leaves) {
        this.file = file;
        this.chunker = chunker;
        this.leaves = leaves;
        this.maxBytes = chunker.sizes().max();
    }

    static Content write(
            RandomReader file, long size, FileSettings settings, long[] cuts, ChunkWriter writer, BufferShare buffers)
            throws IOException {
        HintedChunker chunker = HintedChunker.of(settings.chunker(), cuts);
        LeafSink leaves = new LeafSink(writer, settings.compressibility());
        LargeFile large = new LargeFile(file, chunker, leaves);
        int blockBytes = Math.ceilDiv(large.maxBytes, BlockPipeline.BLOCK_BYTES) * BlockPipeline.BLOCK_BYTES;
        BlockPipeline.run(buffers, size, blockBytes, 2 * large.maxBytes, large);
        return leaves.finish(large.hasher.digest());
    }

    /// What is known of a block before the block ahead of it is done.
    static final class Guess {
        final Leaves leaves = new Leaves();
        final FileHasher.Part part = new FileHasher.Part();
        boolean zero;
    }

    @Override
    public Guess newState() {
        return new Guess();
    }

    @Override
    public void begin(MemorySegment extra) {
        seam = extra;
    }

    @Override
    public void work(Block<Guess> block) throws IOException {
        MemorySegment bytes = block.bytes();
        Guess guess = block.state();
        file.read(block.offset(), bytes);
        guess.zero = Zeros.fill(bytes);
        if (guess.zero) {
            guess.leaves.clear();
        } else {
            guess.leaves.cut(chunker, bytes, block.offset(), block.last());
        }
        guess.part.hash(bytes, block.offset());
    }

    @Override
    public void finish(Block<Guess> block) throws IOException {
        MemorySegment bytes = block.bytes();
        Leaves guessed = block.state().leaves;
        long at = crossSeam(block);
        int i = 0;
        while (at < block.length()) {
            while (i < guessed.count() && guessed.offset(i) < at) {
                i++;
            }
            if (i < guessed.count() && guessed.offset(i) == at) {
                leaves.put(guessed.id(i), bytes, at, guessed.length(i));
                at += guessed.length(i);
                continue;
            }
            int length = block.state().zero && inRun(block, at)
                    ? putZeros(bytes, block.offset(), at)
                    : putNext(bytes, block.offset(), at, block.last());
            if (length == Chunker.NEED_MORE) {
                break;
            }
            at += length;
        }
        carried = (int) (block.length() - at);
        MemorySegment.copy(bytes, at, seam, 0, carried);
        block.state().part.appendTo(hasher);
    }

    /// Cuts what the block before left over, together with the start of this one.
    ///
    /// @return where in this block the next chunk starts
    private long crossSeam(Block<Guess> block) throws IOException {
        if (carried == 0) {
            return 0;
        }
        int head = Math.min(maxBytes, block.length());
        MemorySegment.copy(block.bytes(), 0, seam, carried, head);
        MemorySegment window = seam.asSlice(0, carried + head);
        boolean last = block.last() && head == block.length();
        long at = 0;
        while (at < carried) {
            int length = putNext(window, block.offset() - carried, at, last);
            if (length == Chunker.NEED_MORE) {
                throw new IllegalStateException("the chunker wants more than its longest chunk");
            }
            at += length;
        }
        return at - carried;
    }

    private int putNext(MemorySegment window, long start, long from, boolean last) throws IOException {
        int length = chunker.next(window, from, window.byteSize(), last, start + from);
        if (length != Chunker.NEED_MORE) {
            leaves.put(Blake3.hash(window, from, length), window, from, length);
        }
        return length;
    }

    /// Whether the next chunk sees nothing but the zeros of this block.
    private boolean inRun(Block<Guess> block, long at) {
        long position = block.offset() + at;
        return block.length() - at >= maxBytes && chunker.nextCut(position) >= position + maxBytes;
    }

    /// Puts a chunk of zeros, cut and named only once. No forced cut is near, so they all are the same.
    private int putZeros(MemorySegment zeros, long start, long at) throws IOException {
        if (zeroId == null) {
            zeroLength = chunker.next(zeros, at, at + maxBytes, false, start + at);
            zeroId = Blake3.hash(zeros, at, zeroLength);
        }
        leaves.put(zeroId, zeros, at, zeroLength);
        return zeroLength;
    }
}
