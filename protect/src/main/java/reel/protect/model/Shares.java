package reel.protect.model;

import reel.stream.Exhausted;

/// How the memory of a job is shared out: so many blocks at a time, each with what it takes.
///
/// The codec works in arrays, so the heap is a bound beside the configured one.
public final class Shares {
    /// Of the heap, what may be arrays of blocks; the rest is everything else's.
    private static final double HEAP_SHARE = 0.7;

    private Shares() {}

    /// Blocks to have in work at a time: as many as asked for, as there are, and as fit.
    ///
    /// @param offHeap bytes of buffers that one block in work takes
    /// @param heap    bytes of arrays that it takes
    /// @throws Exhausted if not even one fits
    public static int jobs(ProtectConfig config, long blocks, long offHeap, long heap) throws Exhausted {
        long arrays = (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory());
        long fit = Math.min(config.memoryBytes() / Math.max(1, offHeap + heap), arrays / Math.max(1, heap));
        if (fit < 1) {
            throw new Exhausted(
                    "memory",
                    "a block takes " + mib(offHeap + heap) + " MiB to work on, and " + mib(heap)
                            + " of them in the heap; " + mib(config.memoryBytes()) + " MiB may be used, "
                            + mib(arrays) + " of the heap",
                    "Raise --memory, and the heap with REEL_JAVA_OPTS=-Xmx...; or encode with a smaller --block-size.");
        }
        return (int) Math.max(1, Math.min(Math.min(config.jobs(), blocks), fit));
    }

    private static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
