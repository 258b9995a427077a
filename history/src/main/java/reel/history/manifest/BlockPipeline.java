package reel.history.manifest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.hash.Blake3;
import reel.stream.hash.BlockHasher;

/// Takes one file through memory block by block: the work on a block runs on the CPU pool, several blocks at
/// once, and the caller's thread prepares and finishes the blocks in file order.
///
/// All memory is one buffer, so that two files can never wait for each other's second buffer. Whatever happens
/// (a failure, an interruption), [#run] returns only when no task touches the buffers any more.
final class BlockPipeline<S> {
    /// Length of a block where chunks allow it: small enough to stay in the cache from reading to hashing, large
    /// enough that a hand-off between threads costs nothing beside it.
    static final int BLOCK_BYTES = BlockHasher.BLOCK_BYTES;

    /// Both cores busy, one block being finished, and slack for a slow read; with the extra memory 32 MiB.
    private static final int MAX_BLOCKS = 7;

    /// Longer blocks are fewer.
    private static final int MAX_BYTES = 64 << 20;

    /// A file that is worth a second of compiling hash code beside the work: a quarter of a second at full speed.
    private static final long WARM_BYTES = 256 << 20;

    private final BlockWork<S> work;
    private final long size;
    private final ArrayDeque<Block<S>> idle = new ArrayDeque<>(MAX_BLOCKS);
    private final ArrayDeque<Running<S>> tasks = new ArrayDeque<>(MAX_BLOCKS);

    private BlockPipeline(long size, BlockWork<S> work) {
        this.size = size;
        this.work = work;
    }

    /// Takes the bytes `[0, size)` through `work`.
    ///
    /// @param blockBytes length of a block, a multiple of [#BLOCK_BYTES]
    /// @param extraBytes length of the memory beside the blocks, for [BlockWork#begin]
    static <S> void run(BufferShare buffers, long size, int blockBytes, int extraBytes, BlockWork<S> work)
            throws IOException {
        if (size >= WARM_BYTES) {
            Blake3.warmUp();
        }
        int blocks = blocks(buffers, size, blockBytes);
        long extraAt = (long) blocks * blockBytes;
        BlockPipeline<S> pipeline = new BlockPipeline<>(size, work);
        try (BufferShare.Held held = buffers.hold(extraAt + extraBytes)) {
            MemorySegment memory = held.segment();
            work.begin(memory.asSlice(extraAt, extraBytes));
            for (int i = 0; i < blocks; i++) {
                MemorySegment slot = memory.asSlice((long) i * blockBytes, blockBytes);
                pipeline.idle.add(new Block<>(slot, work.newState()));
            }
            try {
                pipeline.run();
            } finally {
                pipeline.settle();
            }
        }
    }

    private static int blocks(BufferShare buffers, long size, int blockBytes) {
        long most = Math.min(MAX_BYTES, buffers.bytes()) / blockBytes;
        long needed = Math.ceilDiv(size, blockBytes);
        return (int) Math.clamp(Math.min(needed, most), 1, MAX_BLOCKS);
    }

    /// While the hash code is being compiled, one block at a time: all cores hashing the slow way would only keep the
    /// compiler waiting, which costs more than it brings.
    private void run() throws IOException {
        long offset = 0;
        while (offset < size || !tasks.isEmpty()) {
            // Waiting notices an interruption only where there is something to wait for.
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted at byte " + offset + " of " + size);
            }
            while (offset < size && !idle.isEmpty() && (tasks.isEmpty() || !Blake3.warmingUp())) {
                Block<S> block = idle.remove();
                block.place(offset, size);
                offset = block.end();
                work.prepare(block);
                tasks.add(new Running<>(block, CpuPool.submit(() -> {
                    work.work(block);
                    return null;
                })));
            }
            Running<S> first = tasks.element();
            first.task.await();
            work.finish(first.block);
            tasks.remove();
            idle.add(first.block);
        }
    }

    /// Takes back what has not started and waits for what has.
    private void settle() {
        for (Running<S> running : tasks) {
            running.task.stop();
        }
    }

    /// A block and the work on it.
    private record Running<S>(Block<S> block, CpuTask<@Nullable Void> task) {}
}
