package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import reel.stream.Corrupt;
import reel.stream.ReelException;

/// Compresses frames, and opens them again: raw bytes or one zstd frame, whichever is worth it. Thread-safe.
public final class Sealer {
    private Sealer() {}

    /// What [#seal] made: the codec and the length of the sealed bytes.
    public record Sealed(Codec codec, int length) {}

    /// Seals `plain` into the start of `into` (at least as long, not overlapping `plain`) and says how. A frame
    /// that does not shrink is kept raw, so sealing never grows it: then the sealed bytes are `plain` itself, and
    /// what `into` holds is undefined. Quickest when both lie off the heap.
    ///
    /// @param level zstd level where compression is tried, negative (quick) to 22
    public static Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into) {
        int length = Zstd.worthTrying(plain, hint) ? Zstd.compress(plain, level, into) : Zstd.TOO_BIG;
        if (length != Zstd.TOO_BIG) {
            return new Sealed(Codec.ZSTD, length);
        }
        return new Sealed(Codec.RAW, Math.toIntExact(plain.byteSize()));
    }

    /// Opens `sealed` into all of `plain`, whose length is the frame's plain length. Whatever the bytes are, either
    /// `plain` is filled or [Corrupt] is thrown and what `plain` holds is undefined.
    ///
    /// @param thing what is being read, for the error; @param offset where it lies there
    public static void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset)
            throws ReelException {
        switch (codec) {
            case RAW -> copyRaw(sealed, plain, thing, offset);
            case ZSTD -> Zstd.decompress(sealed, plain, thing, offset);
        }
    }

    private static void copyRaw(MemorySegment sealed, MemorySegment plain, String thing, long offset) throws Corrupt {
        if (sealed.byteSize() != plain.byteSize()) {
            throw new Corrupt(thing, offset, plain.byteSize() + " raw bytes", sealed.byteSize() + " bytes");
        }
        MemorySegment.copy(sealed, 0, plain, 0, plain.byteSize());
    }
}
