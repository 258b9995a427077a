package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import reel.stream.Corrupt;
import reel.stream.ReelException;

/// Compression without encryption: raw bytes or one zstd frame, whichever is worth it.
final class PlainSealer implements Sealer {
    static final PlainSealer INSTANCE = new PlainSealer();

    private PlainSealer() {}

    /// A frame that does not shrink is kept raw, so sealing never grows it.
    @Override
    public long bound(long plainBytes) {
        return plainBytes;
    }

    @Override
    public Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into) {
        int length = Zstd.worthTrying(plain, hint) ? Zstd.compress(plain, level, into) : Zstd.TOO_BIG;
        if (length != Zstd.TOO_BIG) {
            return new Sealed(Codec.ZSTD, length);
        }
        MemorySegment.copy(plain, 0, into, 0, plain.byteSize());
        return new Sealed(Codec.RAW, Math.toIntExact(plain.byteSize()));
    }

    @Override
    public void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset)
            throws ReelException {
        switch (codec) {
            case RAW -> copyRaw(sealed, plain, thing, offset);
            case ZSTD -> Zstd.decompress(sealed, plain, thing, offset);
            case RAW_AES_GCM, ZSTD_AES_GCM ->
                throw new Corrupt(thing, offset, "a frame without encryption", "codec " + codec);
        }
    }

    private static void copyRaw(MemorySegment sealed, MemorySegment plain, String thing, long offset) throws Corrupt {
        if (sealed.byteSize() != plain.byteSize()) {
            throw new Corrupt(thing, offset, plain.byteSize() + " raw bytes", sealed.byteSize() + " bytes");
        }
        MemorySegment.copy(sealed, 0, plain, 0, plain.byteSize());
    }
}
