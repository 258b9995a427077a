package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import reel.stream.Corrupt;
import reel.stream.ReelException;

/// Raw only, until zstd joins.
final class PlainSealer implements Sealer {
    static final PlainSealer INSTANCE = new PlainSealer();

    @Override
    public long bound(long plainBytes) {
        return plainBytes;
    }

    @Override
    public Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into) {
        MemorySegment.copy(plain, 0, into, 0, plain.byteSize());
        return new Sealed(Codec.RAW, (int) plain.byteSize());
    }

    @Override
    public void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset)
            throws ReelException {
        if (codec != Codec.RAW) {
            throw new Corrupt(thing, offset, "codec RAW", codec.toString());
        }
        MemorySegment.copy(sealed, 0, plain, 0, plain.byteSize());
    }
}
