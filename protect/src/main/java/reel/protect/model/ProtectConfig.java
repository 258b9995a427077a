package reel.protect.model;

import reel.stream.Refused;
import reel.stream.hash.PieceTree;

/// How to protect: every value has a default, and a copy with another value is one call.
///
/// @param form        how symbols are laid down
/// @param symbolSize  bytes of a symbol; 0: what suits the form
/// @param repair      how many repair symbols a block gets
/// @param blockBytes  the most source bytes of a block; 0: what suits the memory
/// @param memoryBytes what blocks and buffers may take together
/// @param besideBytes what the process takes besides; messages count it in when they say how much memory would do
/// @param jobs        blocks in work at a time, if the memory allows
/// @param parts       part files of a container
public record ProtectConfig(
        Form form,
        int symbolSize,
        Repair repair,
        long blockBytes,
        long memoryBytes,
        long besideBytes,
        int jobs,
        int parts) {
    /// 65535 is rounded down to the alignment: symbols of 65528 bytes, as rq-library writes them by default.
    public static final int FOLDER_SYMBOL_BYTES = 65535;

    /// A page of a file system: what is lost on a disk is lost in such pieces.
    public static final int CONTAINER_SYMBOL_BYTES = 4096;

    /// The most a symbol has: 16 bits.
    public static final int MOST_SYMBOL_BYTES = 65535;

    /// 8192 symbols of a container. Losses spread by chance hit some blocks more than others: of 9830 symbols, 15 % are
    /// 1474 ± 35, and 1638 may be lost. With a quarter of the symbols a block in a hundred would be lost. Larger
    /// ones take longer and more memory, also of whoever decodes.
    public static final long USUAL_BLOCK_BYTES = 32 << 20;

    public static final int MOST_PARTS = 999;
    public static final int MOST_JOBS = 256;

    /// A sixth of all symbols may be lost; any two of sixteen parts.
    public static final ProtectConfig DEFAULT = new ProtectConfig(
            Form.MODERN,
            0,
            new Repair.Overhead(0.2),
            0,
            256 << 20,
            0,
            Runtime.getRuntime().availableProcessors(),
            16);

    public ProtectConfig withForm(Form other) {
        return new ProtectConfig(other, symbolSize, repair, blockBytes, memoryBytes, besideBytes, jobs, parts);
    }

    public ProtectConfig withSymbolSize(int bytes) {
        return new ProtectConfig(form, bytes, repair, blockBytes, memoryBytes, besideBytes, jobs, parts);
    }

    public ProtectConfig withRepair(Repair other) {
        return new ProtectConfig(form, symbolSize, other, blockBytes, memoryBytes, besideBytes, jobs, parts);
    }

    public ProtectConfig withBlockBytes(long bytes) {
        return new ProtectConfig(form, symbolSize, repair, bytes, memoryBytes, besideBytes, jobs, parts);
    }

    public ProtectConfig withMemoryBytes(long bytes) {
        return new ProtectConfig(form, symbolSize, repair, blockBytes, bytes, besideBytes, jobs, parts);
    }

    public ProtectConfig withBesideBytes(long bytes) {
        return new ProtectConfig(form, symbolSize, repair, blockBytes, memoryBytes, bytes, jobs, parts);
    }

    public ProtectConfig withJobs(int number) {
        return new ProtectConfig(form, symbolSize, repair, blockBytes, memoryBytes, besideBytes, number, parts);
    }

    public ProtectConfig withParts(int number) {
        return new ProtectConfig(form, symbolSize, repair, blockBytes, memoryBytes, besideBytes, jobs, number);
    }

    /// The symbol size in force, as asked for: before it is rounded to the alignment.
    public int payloadBytes() {
        if (symbolSize != 0) {
            return symbolSize;
        }
        return form == Form.CONTAINER ? CONTAINER_SYMBOL_BYTES : FOLDER_SYMBOL_BYTES;
    }

    /// Refuses what can not be, naming the value and its bounds.
    public ProtectConfig checked() throws Refused {
        if (symbolSize < 0 || symbolSize > MOST_SYMBOL_BYTES) {
            throw new Refused(
                    "symbol size",
                    symbolSize + " bytes, expected 1 to " + MOST_SYMBOL_BYTES,
                    "Leave it out to have the one that suits the layout.");
        }
        if (form == Form.CONTAINER && (!PieceTree.usable(payloadBytes()) || payloadBytes() > MOST_SYMBOL_BYTES)) {
            throw new Refused(
                    "symbol size",
                    payloadBytes() + " bytes, expected 1024, 2048, 4096, 8192, 16384 or 32768 in a container",
                    "Choose one of these, or another layout.");
        }
        if (blockBytes < 0) {
            throw new Refused("block size", blockBytes + " bytes, expected 1 or more", "Leave it out, or correct it.");
        }
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new Refused("jobs", jobs + ", expected 1 to " + MOST_JOBS, "Leave it out, or correct it.");
        }
        if (parts < 1 || parts > MOST_PARTS) {
            throw new Refused("parts", parts + ", expected 1 to " + MOST_PARTS, "Leave it out, or correct it.");
        }
        if (memoryBytes < 1) {
            throw new Refused("memory", memoryBytes + " bytes, expected 1 or more", "Leave it out, or correct it.");
        }
        return this;
    }
}
