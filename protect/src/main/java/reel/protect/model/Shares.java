package reel.protect.model;

import java.util.List;
import reel.stream.Exhausted;
import reel.stream.Refused;

/// How the memory of a job is shared out: so many blocks at a time, each with what it takes.
///
/// The codec works in arrays, so the heap is a bound beside the configured one.
public final class Shares {
    /// Of the heap, what may be arrays of blocks; the rest is everything else's.
    private static final double HEAP_SHARE = 0.7;

    /// Of the configured memory, what several blocks at a time may take; the rest is for ids, layout text, plans and
    /// what waits to be collected. One block alone may take all.
    private static final double MEMORY_SHARE = 0.75;

    private Shares() {}

    /// What a block of a size takes to encode, to decode and to repair.
    @FunctionalInterface
    public interface Needs {
        List<Need> of(long blockBytes) throws Refused;
    }

    /// Blocks to have in work at a time: as many as asked for, as there are, and as fit.
    ///
    /// @throws Exhausted if not even one fits
    public static int jobs(ProtectConfig config, long blocks, Need need) throws Exhausted {
        long fit = fitting(config, need);
        if (fit < 1) {
            throw tooLittle(config, need);
        }
        return (int) Math.max(1, Math.min(Math.min(config.jobs(), blocks), fit));
    }

    /// The block size from `most` down, by halves to `least`, with which there is room for everything that is ever
    /// done with the blocks: in all jobs at a time while blocks are larger than `fewer`, then in one.
    public static long blockBytes(ProtectConfig config, long bytes, long most, long fewer, long least, Needs needs)
            throws Refused {
        long block = most;
        while (block > least) {
            long blocks = Math.max(1, (bytes + block - 1) / block);
            long wanted = block > fewer ? Math.min(config.jobs(), blocks) : 1;
            if (needs.of(block).stream().allMatch(need -> fitting(config, need) >= wanted)) {
                return block;
            }
            block /= 2;
        }
        return Math.max(least, block);
    }

    private static long fitting(ProtectConfig config, Need need) {
        long several = (long) (MEMORY_SHARE * config.memoryBytes()) / Math.max(1, need.bytes());
        long one = need.bytes() <= config.memoryBytes() ? 1 : 0;
        return Math.min(Math.max(several, one), heapBytes() / Math.max(1, need.heap()));
    }

    private static long heapBytes() {
        return (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory());
    }

    private static Exhausted tooLittle(ProtectConfig config, Need need) {
        StringBuilder hint = new StringBuilder("Run it with");
        if (need.bytes() > config.memoryBytes()) {
            hint.append(" --memory ")
                    .append(mib(need.bytes() + config.besideBytes()))
                    .append('m');
        }
        if (need.heap() > heapBytes()) {
            hint.append(need.bytes() > config.memoryBytes() ? " and" : "")
                    .append(" REEL_JAVA_OPTS=-Xmx")
                    .append(mib((long) Math.ceil(need.heap() / HEAP_SHARE)))
                    .append("m in the environment");
        }
        return new Exhausted(
                "memory",
                "a block takes " + mib(need.bytes()) + " MiB to work on, " + mib(need.heap())
                        + " MiB of them in the heap; "
                        + config.memoryBytes() / (1 << 20) + " MiB may be used, " + heapBytes() / (1 << 20)
                        + " MiB of the heap",
                hint.append("; or encode with a smaller --block-size.").toString());
    }

    /// Rounded up.
    private static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
