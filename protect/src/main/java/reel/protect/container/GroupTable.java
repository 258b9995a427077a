package reel.protect.container;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.protect.container.SymbolSet.SetId;
import reel.raptorq.BlockShape;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// What stands before and, again, behind the symbols of one block in one part: enough to use them without any other
/// part of the file.
///
/// @param id         of the set
/// @param block      number of the block
/// @param part       number of the part
/// @param first      id (ESI) of the first symbol
/// @param count      symbols
/// @param symbolSize T
/// @param symbols    K of the block
/// @param offset     of the block's first byte in the source
/// @param length     source bytes of the block
/// @param bytes      of the whole source
/// @param hash       BLAKE3 of the values of all source symbols of the block; null where no table says it
/// @param values     what each symbol is checked by, four longs a symbol
/// @param others     the same out of the table's other copy, where neither copy is whole; else null. A symbol that
///                   either knows is intact: no bytes have a wrong value by accident
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record GroupTable(
        SetId id,
        long block,
        int part,
        int first,
        int count,
        int symbolSize,
        int symbols,
        long offset,
        int length,
        long bytes,
        @Nullable Hash hash,
        long[] values,
        long @Nullable [] others) {
    /// `REELGRP1`.
    static final long MAGIC = 0x315052474C454552L;

    static final int HEAD_BYTES = 112;

    /// The first eight bytes of the BLAKE3 of what stands before.
    private static final int HEAD_CHECK_AT = 104;

    /// The table of a run of a known set, without what only the stored one can tell.
    static GroupTable blank(SymbolSet set, long block, int part) {
        int count = set.count(block, part);
        return new GroupTable(
                set.id(),
                block,
                part,
                set.first(block, part),
                count,
                set.symbolSize(),
                set.symbols(block),
                set.offset(block),
                set.length(block),
                set.bytes(),
                null,
                new long[4 * count],
                null);
    }

    /// This table with these values of its symbols.
    GroupTable with(@Nullable Hash known, long[] these, long @Nullable [] those) {
        return new GroupTable(
                id, block, part, first, count, symbolSize, symbols, offset, length, bytes, known, these, those);
    }

    /// Length of a table.
    static int bytes(int count) {
        return HEAD_BYTES + Hash.BYTES * (count + 1);
    }

    void write(MemorySegment into, long at) {
        MemorySegment table = into.asSlice(at, bytes(count));
        table.asSlice(0, HEAD_BYTES).fill((byte) 0);
        table.set(PartFormat.LONG, 0, MAGIC);
        table.set(PartFormat.LONG, 8, Long.reverseBytes(id.high()));
        table.set(PartFormat.LONG, 16, Long.reverseBytes(id.low()));
        table.set(PartFormat.LONG, 24, block);
        table.set(PartFormat.INT, 32, part);
        table.set(PartFormat.INT, 36, first);
        table.set(PartFormat.INT, 40, count);
        table.set(PartFormat.INT, 44, symbolSize);
        table.set(PartFormat.INT, 48, symbols);
        table.set(PartFormat.INT, 52, length);
        table.set(PartFormat.LONG, 56, offset);
        table.set(PartFormat.LONG, 64, bytes);
        Objects.requireNonNull(hash, "the block is not hashed yet").write(table, 72);
        table.set(PartFormat.LONG, HEAD_CHECK_AT, headCheck(table));
        MemorySegment.copy(values, 0, table, PartFormat.VALUE, HEAD_BYTES, 4 * count);
        long end = HEAD_BYTES + (long) Hash.BYTES * count;
        Blake3.hash(table, 0, end).write(table, end);
    }

    private static long headCheck(MemorySegment table) {
        return Long.reverseBytes(Blake3.hash(table, 0, HEAD_CHECK_AT).w0());
    }

    /// How many bytes the table whose head begins at `at` has; 0 where there is no head as it was written.
    static int length(MemorySegment from, long at) {
        if (from.byteSize() - at < HEAD_BYTES || from.get(PartFormat.LONG, at) != MAGIC) {
            return 0;
        }
        MemorySegment head = from.asSlice(at, HEAD_BYTES);
        int count = head.get(PartFormat.INT, 40);
        boolean isWritten = headCheck(head) == head.get(PartFormat.LONG, HEAD_CHECK_AT);
        return !isWritten || count < 1 || count > SymbolSet.MOST_SYMBOLS ? 0 : bytes(count);
    }

    /// The table at `at`; null where there is none that is whole and possible.
    static @Nullable GroupTable read(MemorySegment from, long at) {
        GroupTable table = readHead(from, at);
        if (table == null) {
            return null;
        }
        long end = bytes(table.count) - (long) Hash.BYTES;
        return Blake3.hash(from, at, end).equals(Hash.read(from, at + end)) ? table : null;
    }

    /// The table at `at` if its head is whole and possible; its values may be damaged.
    static @Nullable GroupTable readHead(MemorySegment from, long at) {
        int length = length(from, at);
        if (length == 0 || length > from.byteSize() - at) {
            return null;
        }
        MemorySegment table = from.asSlice(at, length);
        int count = table.get(PartFormat.INT, 40);
        GroupTable read = new GroupTable(
                new SetId(
                        Long.reverseBytes(table.get(PartFormat.LONG, 8)),
                        Long.reverseBytes(table.get(PartFormat.LONG, 16))),
                table.get(PartFormat.LONG, 24),
                table.get(PartFormat.INT, 32),
                table.get(PartFormat.INT, 36),
                count,
                table.get(PartFormat.INT, 44),
                table.get(PartFormat.INT, 48),
                table.get(PartFormat.LONG, 56),
                table.get(PartFormat.INT, 52),
                table.get(PartFormat.LONG, 64),
                Hash.read(table, 72),
                values(table, count),
                null);
        return read.isPossible() ? read : null;
    }

    /// The values in a table of `count` symbols, whatever the rest of it holds.
    static long[] values(MemorySegment table, int count) {
        long[] values = new long[4 * count];
        MemorySegment.copy(table, PartFormat.VALUE, HEAD_BYTES, values, 0, values.length);
        return values;
    }

    /// Whether `value`, from `at` on, is the one of symbol `index` of this run.
    boolean knows(int index, long[] value, int at) {
        return isAt(values, index, value, at) || others != null && isAt(others, index, value, at);
    }

    private static boolean isAt(long[] wanted, int index, long[] value, int at) {
        return wanted[4 * index] == value[at]
                && wanted[4 * index + 1] == value[at + 1]
                && wanted[4 * index + 2] == value[at + 2]
                && wanted[4 * index + 3] == value[at + 3];
    }

    private boolean isPossible() {
        return block >= 0
                && part >= 0
                && first >= 0
                && first + (long) count <= SymbolSet.MOST_SYMBOLS
                && PieceTree.usable(symbolSize)
                && symbolSize <= BlockShape.MAX_SYMBOL_SIZE
                && symbols >= 1
                && symbols <= BlockShape.MAX_SYMBOLS
                && length > (symbols - 1L) * symbolSize
                && length <= (long) symbols * symbolSize
                && offset >= 0
                && offset % symbolSize == 0
                && bytes <= 1L << 60
                && offset <= bytes - length;
    }
}
