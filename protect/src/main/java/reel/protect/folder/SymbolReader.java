package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import reel.protect.disk.Disk;
import reel.protect.layout.Base58;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Blocks;
import reel.protect.model.Findings;
import reel.raptorq.MalformedInput;
import reel.raptorq.PayloadId;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Reads symbol files and checks each against its id before anybody sees it. One thread at a time.
final class SymbolReader implements AutoCloseable {
    private final Disk disk;
    private final PacketBuffer packets;
    private final byte[] packet;
    private final Findings findings;

    SymbolReader(Disk disk, MemoryBudget budget, int symbolSize, Findings findings) throws IOException {
        this.disk = disk;
        this.packet = new byte[symbolSize + PayloadId.BYTES];
        this.packets = new PacketBuffer(budget, packet.length);
        this.findings = findings;
    }

    /// Is told of each symbol in turn.
    interface Sink {
        /// An intact packet: payload id, then the symbol. The array is used again after the call.
        void intact(int place, PayloadId id, byte[] packet) throws IOException;

        void corrupt(int place);

        void missing(int place);

        /// Whether it has enough.
        boolean isDone();
    }

    /// Reads the symbols at places `from` to `to` - 1 of `ids` until `sink` is done.
    void read(Path folder, SymbolIds ids, int from, int to, Sink sink) throws IOException {
        int[] places = new int[packets.capacity()];
        int waiting = 0;
        for (int place = from; place < to && !sink.isDone(); place++) {
            Blocks.checkInterrupt();
            Path file = folder.resolve(Base58.encode(ids.get(place)));
            switch (load(file, packets.packet(waiting))) {
                case WHOLE -> places[waiting++] = place;
                case WRONG -> corrupt(file, place, sink);
                case GONE -> sink.missing(place);
            }
            if (waiting == packets.capacity()) {
                pass(folder, ids, places, waiting, sink);
                waiting = 0;
            }
        }
        if (waiting > 0 && !sink.isDone()) {
            pass(folder, ids, places, waiting, sink);
        }
    }

    private enum Loaded {
        WHOLE,
        WRONG,
        GONE
    }

    private Loaded load(Path file, MemorySegment into) throws IOException {
        try (Disk.InFile in = disk.read(file)) {
            return in.size() == into.byteSize() && in.readUpTo(0, into) == into.byteSize()
                    ? Loaded.WHOLE
                    : Loaded.WRONG;
        } catch (Missing gone) {
            return Loaded.GONE;
        } catch (Corrupt unreadable) {
            // The disk can not read this symbol any more: one of those that protection is for.
            return Loaded.WRONG;
        }
    }

    private void corrupt(Path file, int place, Sink sink) {
        findings.add(file.toString());
        sink.corrupt(place);
    }

    private void pass(Path folder, SymbolIds ids, int[] places, int count, Sink sink) throws IOException {
        packets.hash(count);
        for (int i = 0; i < count; i++) {
            Hash id = ids.get(places[i]);
            if (!packets.id(i).equals(id)) {
                corrupt(folder.resolve(Base58.encode(id)), places[i], sink);
                continue;
            }
            MemorySegment.copy(packets.packet(i), 0, MemorySegment.ofArray(packet), 0, packet.length);
            try {
                sink.intact(places[i], PayloadId.parse(packet, 0), packet);
            } catch (MalformedInput foreign) {
                corrupt(folder.resolve(Base58.encode(id)), places[i], sink);
            }
        }
    }

    @Override
    public void close() {
        packets.close();
    }
}
