package reel.stream.seal;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import reel.stream.Corrupt;

/// One frame of zstd (RFC 8878) from memory to memory; off-heap segments are used where they lie.
final class Zstd {
    /// What [#compress] answers when the frame is not worth compressing.
    static final int TOO_BIG = -1;

    /// A compressed frame has to save at least one part in this many: less does not pay for opening it.
    private static final int LEAST_SAVING = 32;

    /// Shorter than this, a frame cannot win anything over its own header.
    private static final int SHORTEST = 32;

    private Zstd() {}

    static boolean worthTrying(MemorySegment plain, Compressibility hint) {
        if (plain.byteSize() < SHORTEST) {
            return false;
        }
        return switch (hint) {
            case NEVER -> false;
            case LIKELY -> true;
            case UNKNOWN -> EntropyProbe.looksCompressible(plain);
        };
    }

    /// Compresses into the start of `into` and returns the length, or [#TOO_BIG].
    static int compress(MemorySegment plain, int level, MemorySegment into) {
        long most = plain.byteSize() - plain.byteSize() / LEAST_SAVING;
        if (!plain.isNative() || !into.isNative()) {
            return compressThroughCopies(plain, level, into);
        }
        ByteBuffer source = plain.asByteBuffer();
        ByteBuffer target = into.asSlice(0, most).asByteBuffer();
        ZstdCompressCtx context = ZstdContexts.compressor();
        try {
            context.setLevel(level);
            return context.compressDirectByteBuffer(target, 0, target.capacity(), source, 0, source.capacity());
        } catch (ZstdException refused) {
            if (refused.getErrorCode() == com.github.luben.zstd.Zstd.errDstSizeTooSmall()) {
                return TOO_BIG;
            }
            throw new IllegalStateException("zstd level " + level + " of " + plain.byteSize() + " bytes", refused);
        } finally {
            ZstdContexts.giveBack(context);
        }
    }

    private static int compressThroughCopies(MemorySegment plain, int level, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(plain.byteSize()).copyFrom(plain);
            MemorySegment target = arena.allocate(plain.byteSize());
            int length = compress(source, level, target);
            if (length != TOO_BIG) {
                MemorySegment.copy(target, 0, into, 0, length);
            }
            return length;
        }
    }

    /// Fills all of `plain` or throws [Corrupt]; writes nowhere else whatever the bytes are.
    static void decompress(MemorySegment sealed, MemorySegment plain, String thing, long offset) throws Corrupt {
        if (sealed.byteSize() >= plain.byteSize()) {
            throw new Corrupt(
                    thing, offset, "less than " + plain.byteSize() + " compressed bytes", sealed.byteSize() + " bytes");
        }
        if (!plain.isNative() || !sealed.isNative()) {
            decompressThroughCopies(sealed, plain, thing, offset);
            return;
        }
        ByteBuffer source = sealed.asByteBuffer();
        ByteBuffer target = plain.asByteBuffer();
        ZstdDecompressCtx context = ZstdContexts.decompressor();
        int length;
        try {
            length = context.decompressDirectByteBuffer(target, 0, target.capacity(), source, 0, source.capacity());
        } catch (ZstdException damaged) {
            throw new Corrupt(
                    thing,
                    offset,
                    "a zstd frame of " + plain.byteSize() + " bytes",
                    String.valueOf(damaged.getMessage()));
        } finally {
            ZstdContexts.giveBack(context);
        }
        if (length != plain.byteSize()) {
            throw new Corrupt(thing, offset, plain.byteSize() + " bytes in the zstd frame", length + " bytes");
        }
    }

    private static void decompressThroughCopies(MemorySegment sealed, MemorySegment plain, String thing, long offset)
            throws Corrupt {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(sealed.byteSize()).copyFrom(sealed);
            MemorySegment target = arena.allocate(plain.byteSize());
            decompress(source, target, thing, offset);
            plain.copyFrom(target);
        }
    }
}
