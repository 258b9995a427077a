package reel.backend.place.local;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reel.stream.Joining;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Copies stretches of one file into another in the faster of two ways, which it finds by trying both: by the
/// kernel alone, which shares blocks or lets a file server copy where that can be, and goes page by page where
/// not; or by two threads that read and write large blocks. Not thread-safe.
final class TwoWayCopy {
    /// What is copied between two looks at whether to stop.
    private static final int PIECE_BYTES = 16 << 20;

    /// What one thread reads and writes at once: it stays in the nearest caches, and the page cache takes it as a few
    /// large pages, yet not as such that are hard to come by.
    private static final int BLOCK_BYTES = 256 << 10;

    /// Pieces that are copied in turns before one way is preferred.
    private static final int TRIED_FIRST = 4;

    /// Of so many pieces one goes the other way: a piece may have been slow for other reasons, and these change.
    private static final int TRIED_AGAIN = 16;

    /// Who copies more in a nanosecond shares blocks, or does not do it on this machine.
    private static final long SHARED_BYTES_PER_NANO = 8;

    private final MemoryBudget memory;
    private final int pieceBytes;
    private final int blockBytes;
    private int pieces;
    private boolean isShared;

    /// What a piece took of late; 0 before the first.
    private long kernelNanos;

    private long handsNanos;

    TwoWayCopy(MemoryBudget memory) {
        this(memory, PIECE_BYTES, BLOCK_BYTES);
    }

    /// @param pieceBytes what each try copies, a multiple of `blockBytes`
    TwoWayCopy(MemoryBudget memory, int pieceBytes, int blockBytes) {
        this.memory = memory;
        this.pieceBytes = pieceBytes;
        this.blockBytes = blockBytes;
    }

    /// @param copied told how many more bytes are done, by the calling thread alone: who is told may stop it, or
    ///     hold it up
    /// @throws EOFException if `in` is shorter
    void run(FileChannel in, FileChannel out, long from, long to, LongConsumer copied) throws IOException {
        for (long at = from; at < to; at += pieceBytes) {
            long end = Math.min(at + pieceBytes, to);
            boolean byKernel = isKernelsTurn();
            long start = System.nanoTime();
            if (byKernel) {
                kernel(in, out, at, end, copied);
            } else {
                byKernel = !hands(in, out, at, end, copied);
            }
            if (end - at == pieceBytes) {
                learn(byKernel, System.nanoTime() - start);
            }
        }
    }

    boolean isKernelsTurn() {
        if (isShared) {
            return true;
        }
        if (pieces < TRIED_FIRST) {
            return pieces % 2 == 0;
        }
        boolean isKernelFaster = handsNanos == 0 || kernelNanos <= handsNanos;
        return isKernelFaster == (pieces % TRIED_AGAIN != 0);
    }

    /// @param nanos what a whole piece took
    void learn(boolean byKernel, long nanos) {
        pieces++;
        if (byKernel) {
            isShared |= pieceBytes / SHARED_BYTES_PER_NANO > nanos;
            kernelNanos = kernelNanos == 0 ? nanos : (kernelNanos + nanos) / 2;
        } else {
            handsNanos = handsNanos == 0 ? nanos : (handsNanos + nanos) / 2;
        }
    }

    /// @throws EOFException if `in` is shorter
    static void kernel(FileChannel in, FileChannel out, long from, long to, LongConsumer copied) throws IOException {
        out.position(from);
        for (long at = from; at < to; ) {
            long moved = in.transferTo(at, to - at, out);
            if (moved <= 0) {
                throw in.size() < to ? new EOFException() : new IOException("the kernel copied nothing");
            }
            at += moved;
            copied.accept(moved);
        }
    }

    /// Whether there was memory for it; where not, the kernel did it.
    boolean hands(FileChannel in, FileChannel out, long from, long to, LongConsumer copied) throws IOException {
        long bytes = 2L * blockBytes;
        try (Lease lease = bytes > memory.limitBytes() ? null : memory.tryLease(bytes)) {
            if (lease == null) {
                kernel(in, out, from, to, copied);
                return false;
            }
            Work work = new Work(in, out, new AtomicLong(from), to, blockBytes);
            MemorySegment blocks = lease.segment();
            Hand other = new Hand(work, blocks.asSlice(blockBytes, blockBytes));
            Thread second = Thread.ofPlatform().name("reel-copy").daemon().start(other);
            try {
                work.run(blocks.asSlice(0, blockBytes), some -> copied.accept(some + other.untold()));
            } finally {
                work.next.set(to);
                // It still uses the memory.
                Joining.join(second);
            }
            other.requireSuccess();
            copied.accept(other.untold());
            return true;
        }
    }

    /// A stretch, of which each thread takes the next block until there is none.
    private record Work(FileChannel in, FileChannel out, AtomicLong next, long to, int blockBytes) {
        void run(MemorySegment memory, LongConsumer copied) throws IOException {
            ByteBuffer block = memory.asByteBuffer();
            for (long at = take(); at < to; at = take()) {
                block.clear().limit((int) Math.min(blockBytes, to - at));
                while (block.hasRemaining()) {
                    if (in.read(block, at + block.position()) < 0) {
                        throw new EOFException();
                    }
                }
                block.flip();
                while (block.hasRemaining()) {
                    out.write(block, at + block.position());
                }
                copied.accept(block.limit());
            }
        }

        private long take() {
            return next.getAndAdd(blockBytes);
        }
    }

    /// The second thread.
    private static final class Hand implements Runnable {
        private final Work work;
        private final MemorySegment memory;
        private final AtomicLong untold = new AtomicLong();
        private @Nullable Throwable failure;

        Hand(Work work, MemorySegment memory) {
            this.work = work;
            this.memory = memory;
        }

        @Override
        public void run() {
            try {
                work.run(memory, untold::addAndGet);
            } catch (Throwable failed) {
                failure = failed;
                work.next.set(work.to);
            }
        }

        /// The bytes it has copied since this was last asked.
        long untold() {
            return untold.getAndSet(0);
        }

        /// To be asked once its thread has ended.
        void requireSuccess() throws IOException {
            if (failure != null) {
                throw failure instanceof IOException failed ? failed : new IOException(failure);
            }
        }
    }
}
