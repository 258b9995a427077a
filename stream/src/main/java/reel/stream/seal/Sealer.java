package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import reel.stream.ReelException;

/// Compresses and encrypts frames, and opens them again. Thread-safe.
public interface Sealer extends AutoCloseable {
    /// Most bytes that sealing `plainBytes` can take.
    long bound(long plainBytes);

    /// Seals `plain` into the start of `into` (at least [#bound] long, not overlapping `plain`) and says how. The
    /// sealed form takes what compression leaves, at most [#bound]. Quickest when both lie off the heap.
    ///
    /// @param level zstd level where compression is tried, negative (quick) to 22
    Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into);

    /// Opens `sealed` into all of `plain`, whose length is the frame's plain length. Whatever the bytes are, either
    /// `plain` is filled or [reel.stream.Corrupt] is thrown and what `plain` holds is undefined.
    ///
    /// @param thing what is being read, for the error; @param offset where it lies there
    void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset) throws ReelException;

    /// What [#seal] made: the codec and the length of the sealed bytes.
    record Sealed(Codec codec, int length) {}

    /// Forgets the key, if there is one; the sealer is not used afterwards.
    @Override
    default void close() {}

    /// No encryption.
    static Sealer plain() {
        return PlainSealer.INSTANCE;
    }

    /// Compression, then AES-256-GCM. Opens encrypted frames only: a plain one in an encrypted repository is damage.
    ///
    /// @param key 32 bytes, copied; the caller wipes its own
    static Sealer encrypted(byte[] key) {
        return new EncryptedSealer(key);
    }
}
