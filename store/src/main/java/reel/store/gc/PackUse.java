package reel.store.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import reel.store.layout.PackId;
import reel.store.pack.PackReader;
import reel.store.pack.PackTable;
import reel.store.pack.Packs;

/// One pack and which of its chunks live.
final class PackUse {
    private final PackId pack;
    private final Instant written;
    private final BitSet live = new BitSet();
    private final BitSet seen = new BitSet();
    private final BitSet moved = new BitSet();
    private int kind;
    private int chunks;
    private long liveBytes;
    private long allBytes;

    PackUse(PackId pack, Instant written) {
        this.pack = pack;
        this.written = written;
    }

    PackId pack() {
        return pack;
    }

    Instant written() {
        return written;
    }

    void mark(int chunk) {
        live.set(chunk);
    }

    /// Another place has the chunk from now on.
    void move(int chunk) {
        live.clear(chunk);
        moved.set(chunk);
    }

    boolean isMoved(int chunk) {
        return moved.get(chunk);
    }

    /// Whether it is the first time that this chunk is asked for.
    boolean see(int chunk) {
        boolean first = !seen.get(chunk);
        seen.set(chunk);
        return first;
    }

    boolean isLive(int chunk) {
        return live.get(chunk);
    }

    int liveChunks() {
        return live.cardinality();
    }

    /// Reads the footer and adds up.
    void measure(Packs packs) throws IOException {
        allBytes = 0;
        liveBytes = 0;
        PackReader reader = packs.enter(pack.id());
        try {
            PackTable table = reader.table();
            kind = table.kind();
            chunks = table.chunks();
            for (int chunk = 0; chunk < chunks; chunk++) {
                allBytes += table.chunkLength(chunk);
                liveBytes += live.get(chunk) ? table.chunkLength(chunk) : 0;
            }
        } finally {
            reader.leave();
        }
    }

    int kind() {
        return kind;
    }

    int deadChunks() {
        return chunks - liveChunks();
    }

    double liveRatio() {
        return allBytes == 0 ? 0 : (double) liveBytes / allBytes;
    }
}
