package reel.stream.chunk;

/// The chunkers by name.
public final class Chunkers {
    private Chunkers() {}

    /// FastCDC v2020 with normalisation level 1 and the published table: the repository's default.
    public static Chunker fastCdc(ChunkSizes sizes) {
        return fastCdc(sizes, 1, 0);
    }

    /// FastCDC v2020.
    ///
    /// @param level normalisation, 0 to 3
    /// @param seed  XORed into the table; 0 for the published cuts
    public static Chunker fastCdc(ChunkSizes sizes, int level, long seed) {
        return new FastCdc(sizes, level, seed);
    }

    /// A Rabin-Karp hash of 48 bytes, modulo 2^64.
    public static Chunker rabinKarp(ChunkSizes sizes) {
        return new RabinKarp(sizes);
    }

    /// Chunks of `bytes`, a power of two.
    public static Chunker fixedSize(int bytes) {
        return new FixedSize(bytes);
    }
}
