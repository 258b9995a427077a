package reel.protect.folder;

import reel.protect.model.EncodeReport;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.raptorq.BlockEncoder;
import reel.raptorq.BlockShape;
import reel.raptorq.MalformedInput;
import reel.raptorq.ObjectParameters;
import reel.raptorq.PayloadId;
import reel.stream.Refused;

/// How a source is cut into blocks and these into symbols, for symbols as files of their own.
///
/// @param config     what was asked for
/// @param bytes      of the source
/// @param blockBytes source bytes of every block but the last
record FolderPlan(ProtectConfig config, long bytes, long blockBytes) {
    /// WS of RFC 6330 §4.3, as rq-library has it for every object.
    private static final long DECODER_MEMORY = 10 << 20;

    /// A thousand default symbols: scattered losses even out, and two blocks fit the default memory.
    private static final long USUAL_BLOCK_BYTES = 64 << 20;

    private static final long LEAST_BLOCK_BYTES = 4 << 20;

    /// As many folders and layout entries are bearable.
    private static final long MOST_BLOCKS = 1 << 20;

    static FolderPlan of(ProtectConfig config, long bytes) throws Refused {
        long most = (long) BlockShape.MAX_SYMBOLS * parameters(config, 1).symbolSize();
        long block = config.blockBytes();
        if (block == 0) {
            block = recommended(config, bytes);
        } else if (block > most) {
            throw new Refused(
                    "block size",
                    block + " bytes are more than " + BlockShape.MAX_SYMBOLS + " symbols of "
                            + parameters(config, 1).symbolSize() + " bytes",
                    "Choose at most " + most + ", or larger symbols.");
        }
        if (bytes > 0 && (bytes - 1) / block >= MOST_BLOCKS) {
            throw new Refused(
                    "block size",
                    block + " bytes make more than " + MOST_BLOCKS + " blocks of " + bytes + " bytes",
                    "Choose a larger block size.");
        }
        return new FolderPlan(config, bytes, block);
    }

    /// The block size that suits memory and symbol size: as large as all jobs can have at a time, in blocks of the
    /// same size.
    static long recommended(ProtectConfig config, long bytes) throws Refused {
        int size = parameters(config, 1).symbolSize();
        long block = Math.min(USUAL_BLOCK_BYTES, (long) BlockShape.MAX_SYMBOLS * size);
        while (block > LEAST_BLOCK_BYTES && block > size) {
            long blocks = Math.max(1, (bytes + block - 1) / block);
            FolderPlan plan = new FolderPlan(config, Math.max(bytes, 1), block);
            if (Math.min(config.jobs(), blocks) * (plan.offHeapBytes() + plan.heapBytes()) <= config.memoryBytes()) {
                break;
            }
            block /= 2;
        }
        block = Math.max(size, block / size * size);
        long blocks = Math.max(1, (bytes + block - 1) / block);
        long each = (bytes + blocks - 1) / blocks;
        return Math.max(size, (each + size - 1) / size * size);
    }

    private static ObjectParameters parameters(ProtectConfig config, long bytes) throws Refused {
        try {
            return ObjectParameters.derive(bytes, config.payloadBytes(), DECODER_MEMORY);
        } catch (MalformedInput wrong) {
            throw new Refused("symbol size", String.valueOf(wrong.getMessage()), "Choose another size.", wrong);
        }
    }

    long blocks() {
        return (bytes + blockBytes - 1) / blockBytes;
    }

    long offset(long block) {
        return block * blockBytes;
    }

    long size(long block) {
        return Math.min(blockBytes, bytes - offset(block));
    }

    ObjectParameters parameters(long block) throws Refused {
        return parameters(config, size(block));
    }

    /// Repair symbols of a block.
    int repair(long block) throws Refused {
        int symbols = (int) parameters(block).symbols();
        long wanted = config.repair().symbols(size(block), symbols, config.payloadBytes());
        if (symbols + wanted > PayloadId.MAX_SYMBOL) {
            throw new Refused(
                    "repair symbols",
                    wanted + " in a block, expected at most " + PayloadId.MAX_SYMBOL,
                    "Ask for less, or choose larger symbols.");
        }
        return (int) wanted;
    }

    private BlockShape largest() throws Refused {
        return parameters(config, Math.min(bytes, blockBytes)).shape(0);
    }

    /// Packets that are made at a time.
    int batch() throws Refused {
        int repair = bytes == 0 ? 0 : Math.max(repair(0), repair(blocks() - 1));
        return Math.clamp(Math.max(16, largest().symbols() / 2), 1, Math.max(16, repair));
    }

    int packetBytes() throws Refused {
        return parameters(config, 1).symbolSize() + PayloadId.BYTES;
    }

    /// Off-heap bytes of one block in work.
    long offHeapBytes() throws Refused {
        return Long.highestOneBit(2 * Math.min(bytes, blockBytes)) + PacketBuffer.BYTES;
    }

    /// Heap bytes of one block in work.
    long heapBytes() throws Refused {
        return BlockEncoder.workingBytes(largest(), false) + (long) batch() * packetBytes();
    }

    EncodeReport report(java.nio.file.Path layout, long reused) throws Refused {
        long sources = 0;
        long repairs = 0;
        for (long block = 0; block < blocks(); block++) {
            sources += parameters(block).symbols();
            repairs += repair(block);
        }
        Form form = config.form();
        return new EncodeReport(
                form, bytes, blocks(), packetBytes() - PayloadId.BYTES, sources, repairs, reused, layout);
    }
}
