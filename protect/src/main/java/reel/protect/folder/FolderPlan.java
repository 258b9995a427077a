package reel.protect.folder;

import java.nio.file.Path;
import java.util.List;
import reel.protect.layout.LayoutFile;
import reel.protect.model.EncodeReport;
import reel.protect.model.Form;
import reel.protect.model.Need;
import reel.protect.model.ProtectConfig;
import reel.protect.model.Shares;
import reel.raptorq.BlockEncoder;
import reel.raptorq.BlockShape;
import reel.raptorq.MalformedInput;
import reel.raptorq.ObjectParameters;
import reel.raptorq.PayloadId;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

/// How a source is cut into blocks and these into symbols, for symbols as files of their own.
///
/// @param config     what was asked for
/// @param bytes      of the source
/// @param blockBytes source bytes of every block but the last
record FolderPlan(ProtectConfig config, long bytes, long blockBytes) {
    /// A thousand default symbols: scattered losses even out, and two blocks fit the default memory.
    private static final long USUAL_BLOCK_BYTES = 64 << 20;

    /// Rather one job at a time than blocks smaller than this.
    private static final long FEWER_BLOCK_BYTES = 4 << 20;

    /// As many folders and layout entries are bearable.
    private static final long MOST_BLOCKS = 1 << 20;

    static FolderPlan of(ProtectConfig config, long bytes) throws Refused {
        int size = parameters(config, 1).symbolSize();
        long most = Math.min(BlockShape.MAX_SYMBOLS, Integer.MAX_VALUE / size) * (long) size;
        long block = config.blockBytes() == 0 ? recommended(config, bytes) : config.blockBytes();
        if (block > most) {
            throw new Refused(
                    "block size",
                    block + " bytes are more than " + most / size + " symbols of " + size + " bytes",
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
    /// same size. What is encoded with it can be decoded and repaired in the same memory.
    static long recommended(ProtectConfig config, long bytes) throws Refused {
        int size = parameters(config, 1).symbolSize();
        long some = Math.max(bytes, 1);
        long most = Math.min(USUAL_BLOCK_BYTES, (long) BlockShape.MAX_SYMBOLS * size);
        long block = Shares.blockBytes(
                config, some, most, FEWER_BLOCK_BYTES, size, one -> new FolderPlan(config, some, one).needs());
        block = Math.max(size, block / size * size);
        long blocks = Math.max(1, (bytes + block - 1) / block);
        long each = (bytes + blocks - 1) / blocks;
        return Math.max(size, (each + size - 1) / size * size);
    }

    private static ObjectParameters parameters(ProtectConfig config, long bytes) throws Refused {
        try {
            return ObjectParameters.derive(bytes, config.payloadBytes(), LayoutFile.DECODER_MEMORY_BYTES);
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

    /// What the encode of a block takes.
    Need encodeNeed() throws Refused {
        return new Need(
                MemoryBudget.charge(Math.min(bytes, blockBytes)) + PacketBuffer.BYTES,
                BlockEncoder.workingBytes(largest(), false) + (long) batch() * packetBytes());
    }

    private List<Need> needs() throws Refused {
        return List.of(encodeNeed(), FolderDecoder.need(largest()), FolderRepair.need(largest()));
    }

    /// What all symbol files take.
    long allPacketBytes() throws Refused {
        long packets = 0;
        for (long block = 0; block < blocks(); block++) {
            packets += parameters(block).symbols() + repair(block);
        }
        return packets * packetBytes();
    }

    EncodeReport report(Path layout, long reused) throws Refused {
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
