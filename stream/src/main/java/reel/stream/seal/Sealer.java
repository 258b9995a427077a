package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import reel.stream.ReelException;

/// Compresses and encrypts frames, and opens them again. Thread-safe.
public interface Sealer {
    /// Most bytes that sealing `plainBytes` can take.
    long bound(long plainBytes);

    /// Seals `plain` into the start of `into` (at least [#bound] long) and says how.
    ///
    /// @param level zstd level where compression is tried
    Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into);

    /// Opens `sealed` into all of `plain`, whose length is the frame's plain length.
    ///
    /// @param thing what is being read, for the error; @param offset where it lies there
    void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset) throws ReelException;

    /// What [#seal] made: the codec and the length of the sealed bytes.
    record Sealed(Codec codec, int length) {}

    /// No encryption.
    static Sealer plain() {
        return PlainSealer.INSTANCE;
    }
}
