package reel.stream.chunk;

/// Least, wished-for and greatest length of a chunk, in bytes. Every bound a chunker needs is checked here.
public record ChunkSizes(int min, int avg, int max) {
    /// 4/16/64 KiB: new bytes and metadata together are least between 4 and 16 KiB for game and film data.
    public static final ChunkSizes BALANCED = kib(4, 16, 64);
    /// 16/64/256 KiB: huge media that seldom changes inside.
    public static final ChunkSizes VIDEO = kib(16, 64, 256);
    /// 2/8/32 KiB: project files with many small edits.
    public static final ChunkSizes PROJECT = kib(2, 8, 32);
    /// 1/4/16 KiB: configuration and other small text.
    public static final ChunkSizes SMALL = kib(1, 4, 16);

    /// No chunk of any preset or setting is longer, so a reader can bound what it allocates.
    public static final int LIMIT_BYTES = 16 << 20;

    public ChunkSizes {
        if (min < 64 || min > avg || avg > max || max > LIMIT_BYTES || Integer.bitCount(avg) != 1) {
            throw new IllegalArgumentException("chunk sizes " + min + "/" + avg + "/" + max
                    + ": need 64 <= min <= avg <= max <= " + LIMIT_BYTES + " and avg a power of two");
        }
    }

    private static ChunkSizes kib(int min, int avg, int max) {
        return new ChunkSizes(min << 10, avg << 10, max << 10);
    }
}
