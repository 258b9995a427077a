package reel.protect.container;

import java.lang.foreign.MemorySegment;
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
/// @param hash       BLAKE3 of the values of all source symbols of the block
/// @param values     what each symbol is checked by, four longs a symbol
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
        Hash hash,
        long[] values) {
    /// `REELGRP1`.
    static final long MAGIC = 0x315052474C454552L;

    static final int HEAD_BYTES = 112;

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
        hash.write(table, 72);
        for (int i = 0; i < 4 * count; i++) {
            table.set(PartFormat.LONG, HEAD_BYTES + 8L * i, Long.reverseBytes(values[i]));
        }
        long end = HEAD_BYTES + (long) Hash.BYTES * count;
        Blake3.hash(table, 0, end).write(table, end);
    }

    /// How many bytes the table at `at` says it has; 0 where no table can begin there.
    static int length(MemorySegment from, long at) {
        if (from.byteSize() - at < HEAD_BYTES || from.get(PartFormat.LONG, at) != MAGIC) {
            return 0;
        }
        int count = from.get(PartFormat.INT, at + 40);
        return count < 1 || count > SymbolSet.MOST_SYMBOLS ? 0 : bytes(count);
    }

    /// The table at `at`; null where there is none that is whole and possible.
    static @Nullable GroupTable read(MemorySegment from, long at) {
        int length = length(from, at);
        if (length == 0 || length > from.byteSize() - at) {
            return null;
        }
        MemorySegment table = from.asSlice(at, length);
        long end = length - Hash.BYTES;
        if (!Blake3.hash(table, 0, end).equals(Hash.read(table, end))) {
            return null;
        }
        int count = table.get(PartFormat.INT, 40);
        long[] values = new long[4 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.reverseBytes(table.get(PartFormat.LONG, HEAD_BYTES + 8L * i));
        }
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
                values);
        return read.isPossible() ? read : null;
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
