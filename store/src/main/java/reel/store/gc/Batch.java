package reel.store.gc;

/// How much optimizing copies before it deletes what the copies stand for.
///
/// @param bytes  what the disk has to have free for it, more or less
/// @param chunks each takes about 100 bytes of memory until then
public record Batch(long bytes, int chunks) {
    /// 32 times the packs of a usual size; 25 MiB of memory.
    public static final Batch DEFAULT = new Batch(2L << 30, 1 << 18);

    public Batch {
        if (bytes < 1 || chunks < 4) {
            throw new IllegalArgumentException("a batch of " + bytes + " bytes and " + chunks + " chunks");
        }
    }
}
