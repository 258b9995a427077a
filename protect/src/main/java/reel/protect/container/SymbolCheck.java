package reel.protect.container;

import java.lang.foreign.MemorySegment;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// The 32-byte values that symbols are checked by.
///
/// A source symbol's value is its chaining value in the BLAKE3 tree of the whole source, so that one pass over the
/// bytes gives both the checks and the hash of the file; the zeros behind the end of the source do not count. A repair
/// symbol's value is the BLAKE3 of its bytes.
final class SymbolCheck {
    private SymbolCheck() {}

    /// Values of source symbols `first` to `first + count - 1` of a block, which lie one behind the other.
    ///
    /// @param offset of the block in the source
    /// @param length source bytes of the block
    static void source(
            int size, long offset, int length, int first, int count, MemorySegment data, long[] out, int at) {
        long from = (long) first * size;
        long bytes = Math.min((long) count * size, length - from);
        PieceTree.values(data, 0, bytes, size, (offset + from) / size, out, at);
    }

    /// Values of `count` repair symbols that lie one behind the other.
    static void repair(int size, int count, MemorySegment data, long[] out, int at) {
        long[] offsets = new long[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = (long) i * size;
            lengths[i] = size;
        }
        long[] words = at == 0 ? out : new long[4 * count];
        Blake3.hashMany(data, offsets, lengths, count, words);
        if (words != out) {
            System.arraycopy(words, 0, out, at, 4 * count);
        }
    }

    /// Values of the symbols `index` to `index + count - 1` of a table, source and repair.
    static void values(GroupTable table, int index, int count, MemorySegment data, long[] out, int at) {
        int size = table.symbolSize();
        int first = table.first() + index;
        int sources = Math.clamp(table.symbols() - (long) first, 0, count);
        if (sources > 0) {
            source(size, table.offset(), table.length(), first, sources, data, out, at);
        }
        if (sources < count) {
            repair(
                    size,
                    count - sources,
                    data.asSlice((long) sources * size, (long) (count - sources) * size),
                    out,
                    at + 4 * sources);
        }
    }

    /// The hash of a block: BLAKE3 of the values of its source symbols.
    ///
    /// @param scratch off-heap, 32 bytes a symbol
    static Hash block(long[] values, int symbols, MemorySegment scratch) {
        MemorySegment.copy(values, 0, scratch, PartFormat.VALUE, 0, 4 * symbols);
        return Blake3.hash(scratch, 0, (long) Hash.BYTES * symbols);
    }
}
