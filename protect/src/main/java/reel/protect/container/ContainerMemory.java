package reel.protect.container;

import java.util.List;
import reel.protect.container.SymbolSet.SetId;
import reel.protect.model.Need;
import reel.protect.model.ProtectConfig;
import reel.protect.model.Shares;
import reel.stream.Refused;

/// What a block of a set takes in each job, and so how large blocks may be.
final class ContainerMemory {
    private ContainerMemory() {}

    /// The usual block size, less where the memory would not do to encode, decode or repair such a block.
    static long recommendedBlockBytes(ProtectConfig config, long bytes) throws Refused {
        long some = Math.max(bytes, 1);
        int size = config.payloadBytes();
        return Shares.blockBytes(
                config,
                some,
                Math.min(SymbolSet.ceil(some, size) * size, ProtectConfig.USUAL_BLOCK_BYTES),
                ProtectConfig.USUAL_BLOCK_BYTES,
                size,
                block -> needs(SymbolSet.plan(config, new SetId(0, 0), "any", some, 0, block)));
    }

    private static List<Need> needs(SymbolSet set) {
        int most = 0;
        for (int part = 0; part < set.parts(); part++) {
            most = Math.max(most, set.count(0, part));
        }
        return List.of(encode(set), decode(set), repair(set, most));
    }

    static Need encode(SymbolSet set) {
        return new Need(EncodeWorker.offHeapBytes(set), EncodeWorker.heapBytes(set));
    }

    static Need decode(SymbolSet set) {
        return new Need(BlockFill.offHeapBytes(set), BlockFill.heapBytes(set));
    }

    /// @param most symbols of a block in any of the parts that are written
    static Need repair(SymbolSet set, int most) {
        long batch = (long) Math.max(1, most) * set.symbolSize();
        return new Need(BlockFill.offHeapBytes(set) + 2 * batch, BlockFill.heapBytes(set) + batch);
    }
}
