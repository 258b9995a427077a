package reel.store.gc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.store.pack.PackTable;
import reel.store.pack.Packs;
import reel.stream.buffer.Lease;
import reel.stream.seal.Compressibility;
import reel.stream.seal.Sealer;

/// Whether a pack would be smaller if it were compressed as hard as new ones are, told from one of its frames: a pack
/// does not say how hard it was tried, and one that was written like this gains nothing, so nothing is done twice.
final class Recompression {
    /// Below a twelfth the copying is not worth it.
    private static final double MIN_GAIN = 1.0 / 12;

    private final Packs packs;
    private final PackStream.Settings settings;

    Recompression(Packs packs, PackStream.Settings settings) {
        this.packs = packs;
        this.settings = settings;
    }

    boolean pays(PackUse use) throws IOException {
        PackReader reader = packs.enter(use.pack().id());
        try {
            PackTable table = reader.table();
            for (int chunk = 0; chunk < table.chunks(); chunk++) {
                if (table.compressibility(chunk) != Compressibility.NEVER) {
                    return gain(use, table, chunk) >= MIN_GAIN;
                }
            }
            return false;
        } finally {
            reader.leave();
        }
    }

    /// The share that the frame which begins with chunk `first` would lose.
    private double gain(PackUse use, PackTable table, int first) throws IOException {
        int frame = table.chunkFrame(first);
        int plainBytes = table.framePlainBytes(frame);
        try (Lease plain = settings.budget().lease(plainBytes);
                Lease sealed = settings.budget().lease(plainBytes)) {
            int length = 0;
            for (int chunk = first; chunk < first + table.frameChunks(frame); chunk++) {
                MemorySegment into = plain.segment().asSlice(length, table.chunkLength(chunk));
                packs.read(use.pack().id(), chunk, table.id(chunk), into);
                length += table.chunkLength(chunk);
            }
            int harder = Sealer.seal(
                            plain.segment().asSlice(0, length),
                            table.compressibility(first),
                            settings.level(),
                            sealed.segment())
                    .length();
            return 1 - (double) harder / Math.max(1, table.frameSealedBytes(frame));
        }
    }
}
