package reel.protect.container;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reel.protect.container.SymbolSet.SetId;
import reel.raptorq.BlockShape;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// The first and the last 4096 bytes of a part file (docs/format/symbol-container.md): what the set is, and which part
/// this is.
final class PartFormat {
    static final int HEADER_BYTES = 4096;

    /// What part files are called, behind their number.
    static final String SUFFIX = ".rqs";

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// Of a hash, whose bytes stand in their own order.
    static final ValueLayout.OfLong VALUE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// `REELSYM1`.
    private static final long MAGIC = 0x314D59534C454552L;

    private static final long CHECK_AT = HEADER_BYTES - Hash.BYTES;
    private static final long HASH_AT = 64;
    private static final long NAME_AT = 96;

    private PartFormat() {}

    /// A part's header. @param part its number
    record Header(SymbolSet set, int part) {}

    /// The name of part `number` in its folder.
    static String fileName(int number) {
        return String.format(java.util.Locale.ROOT, "part-%03d%s", number, SUFFIX);
    }

    /// A name for part `number` where other files have the ones before this.
    static String fileName(int number, int again) {
        return String.format(java.util.Locale.ROOT, "part-%03d-%d%s", number, again, SUFFIX);
    }

    static void write(SymbolSet set, int part, MemorySegment into) {
        Hash hash = java.util.Objects.requireNonNull(set.hash(), "the source is not hashed yet");
        MemorySegment header = into.asSlice(0, HEADER_BYTES).fill((byte) 0);
        byte[] name = set.name().getBytes(StandardCharsets.UTF_8);
        header.set(LONG, 0, MAGIC);
        header.set(LONG, 8, Long.reverseBytes(set.id().high()));
        header.set(LONG, 16, Long.reverseBytes(set.id().low()));
        header.set(LONG, 24, set.bytes());
        header.set(LONG, 32, set.modifiedNanos());
        header.set(INT, 40, set.symbolSize());
        header.set(INT, 44, set.blockSymbols());
        header.set(INT, 48, set.repair());
        header.set(INT, 52, set.lastRepair());
        header.set(INT, 56, set.parts() | part << 16);
        header.set(INT, 60, name.length);
        hash.write(header, HASH_AT);
        MemorySegment.copy(MemorySegment.ofArray(name), 0, header, NAME_AT, name.length);
        Blake3.hash(header, 0, CHECK_AT).write(header, CHECK_AT);
    }

    /// The header in the first 4096 bytes of `from`; null where they hold none that is whole and possible.
    static @Nullable Header read(MemorySegment from) {
        MemorySegment header = from.asSlice(0, HEADER_BYTES);
        if (header.get(LONG, 0) != MAGIC || !Blake3.hash(header, 0, CHECK_AT).equals(Hash.read(header, CHECK_AT))) {
            return null;
        }
        int numbers = header.get(INT, 56);
        int nameBytes = header.get(INT, 60);
        if (nameBytes < 0 || nameBytes > SymbolSet.MOST_NAME_BYTES) {
            return null;
        }
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(header.asSlice(NAME_AT, nameBytes).asByteBuffer())
                    .toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
        SymbolSet set = new SymbolSet(
                new SetId(Long.reverseBytes(header.get(LONG, 8)), Long.reverseBytes(header.get(LONG, 16))),
                header.get(LONG, 24),
                header.get(LONG, 32),
                header.get(INT, 40),
                header.get(INT, 44),
                header.get(INT, 48),
                header.get(INT, 52),
                numbers & 0xFFFF,
                name,
                Hash.read(header, HASH_AT));
        int part = numbers >>> 16;
        return isPossible(set) && part < set.parts() ? new Header(set, part) : null;
    }

    /// Whether the numbers keep their bounds, so that everything computed from them does too.
    private static boolean isPossible(SymbolSet set) {
        return set.bytes() >= 0
                && set.bytes() <= 1L << 60
                && PieceTree.usable(set.symbolSize())
                && set.symbolSize() <= BlockShape.MAX_SYMBOL_SIZE
                && set.blockSymbols() >= 1
                && set.blockSymbols() <= BlockShape.MAX_SYMBOLS
                && (long) set.blockSymbols() * set.symbolSize() <= Integer.MAX_VALUE
                && set.repair() >= 0
                && set.blockSymbols() + (long) set.repair() <= SymbolSet.MOST_SYMBOLS
                && set.lastRepair() >= 0
                && set.blockSymbols() + (long) set.lastRepair() <= SymbolSet.MOST_SYMBOLS
                && set.parts() >= 1
                && isName(set.name());
    }

    /// Whether a name is one: no path, nothing a terminal would act on.
    static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
