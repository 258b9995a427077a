package reel.protect.container;

import org.jspecify.annotations.Nullable;
import reel.protect.model.ProtectConfig;
import reel.protect.model.Repair;
import reel.raptorq.BlockShape;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// What a set of part files is of, and where everything lies in them: each part begins and ends with it.
///
/// Blocks have `blockSymbols` source symbols each, the last one what is left. A block's symbols, source first, are
/// spread over the parts in runs of neighbours; a part holds its runs block after block, so every place is computed.
///
/// @param id            of the set, 16 bytes: symbols of another set are told apart by it
/// @param bytes         of the source
/// @param modifiedNanos modification time of the source, since 1970
/// @param symbolSize    T, a power of two from 1 KiB to 32 KiB
/// @param blockSymbols  K of every block but the last
/// @param repair        repair symbols of every block but the last
/// @param lastRepair    repair symbols of the last block
/// @param parts         part files
/// @param name          of the source file, no path
/// @param hash          BLAKE3 of the source; null until it is known
record SymbolSet(
        SetId id,
        long bytes,
        long modifiedNanos,
        int symbolSize,
        int blockSymbols,
        int repair,
        int lastRepair,
        int parts,
        String name,
        @Nullable Hash hash) {
    /// Symbols of a block: their table must fit a reader's memory many times over.
    static final int MOST_SYMBOLS = 1 << 18;

    static final int MOST_NAME_BYTES = 1024;

    /// The smallest block of a file that has several: below, a part's share of a block is no even share any more.
    private static final int LEAST_BLOCK_SYMBOLS = 64;

    /// 16 bytes. @param high the first eight, big endian
    record SetId(long high, long low) {
        static SetId of(Hash hash) {
            return new SetId(hash.w0(), hash.w1());
        }
    }

    /// Plans the set for a source.
    static SymbolSet plan(ProtectConfig config, SetId id, String name, long bytes, long modifiedNanos, long blockBytes)
            throws Refused {
        int size = config.payloadBytes();
        long symbols = ceil(bytes, size);
        long most = Math.min(BlockShape.MAX_SYMBOLS, Math.max(1, blockBytes / size));
        long blocks = Math.max(1, ceil(symbols, most));
        // Blocks of equal size: a last block of a few symbols would hang on a single part.
        int each = (int) Math.max(
                1, blocks == 1 ? symbols : Math.max(ceil(symbols, blocks), Math.min(most, LEAST_BLOCK_SYMBOLS)));
        int last = (int) Math.max(1, symbols - (ceil(symbols, each) - 1) * each);
        long lastBytes = Math.max(0, bytes - (symbols - last) * size);
        return new SymbolSet(
                id,
                bytes,
                modifiedNanos,
                size,
                each,
                repair(config.repair(), (long) each * size, each, size),
                repair(config.repair(), lastBytes, last, size),
                config.parts(),
                name,
                null);
    }

    private static int repair(Repair repair, long bytes, int symbols, int size) throws Refused {
        long wanted = repair.symbols(bytes, symbols, size);
        if (symbols + wanted > MOST_SYMBOLS) {
            throw new Refused(
                    "repair symbols",
                    symbols + " source and " + wanted + " repair symbols a block, expected at most " + MOST_SYMBOLS,
                    "Ask for less repair, larger symbols or smaller blocks.");
        }
        return (int) wanted;
    }

    SymbolSet withHash(Hash known) {
        return new SymbolSet(
                id, bytes, modifiedNanos, symbolSize, blockSymbols, repair, lastRepair, parts, name, known);
    }

    static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    long blockBytes() {
        return (long) blockSymbols * symbolSize;
    }

    /// Blocks in all; none of an empty source.
    long blocks() {
        return ceil(bytes, blockBytes());
    }

    long offset(long block) {
        return block * blockBytes();
    }

    /// Source bytes of a block.
    int length(long block) {
        return (int) Math.min(blockBytes(), bytes - offset(block));
    }

    /// K of a block.
    int symbols(long block) {
        return (int) ceil(length(block), symbolSize);
    }

    /// Source and repair symbols of a block.
    int total(long block) {
        return symbols(block) + (block == blocks() - 1 ? lastRepair : repair);
    }

    BlockShape shape(long block) {
        return BlockShape.of(symbols(block), symbolSize);
    }

    /// The first symbol of a block in a part; of part `parts`, one behind the last.
    int first(long block, int part) {
        return (int) ((long) part * total(block) / parts);
    }

    int count(long block, int part) {
        return first(block, part + 1) - first(block, part);
    }

    /// Where the run of a block begins in a part: its first table.
    long groupAt(long block, int part) {
        return PartFormat.HEADER_BYTES + block * groupBytes(0, part);
    }

    /// Bytes of a block's run in a part with both of its tables; 0 where it has no symbol there.
    long groupBytes(long block, int part) {
        int count = count(block, part);
        return count == 0 ? 0 : 2L * GroupTable.bytes(count) + (long) count * symbolSize;
    }

    /// Length of a part file.
    long partBytes(int part) {
        long blocks = blocks();
        long groups = blocks == 0 ? 0 : (blocks - 1) * groupBytes(0, part) + groupBytes(blocks - 1, part);
        return 2L * PartFormat.HEADER_BYTES + groups;
    }

    /// Length of all part files.
    long allPartBytes() {
        long all = 0;
        for (int part = 0; part < parts; part++) {
            all += partBytes(part);
        }
        return all;
    }
}
