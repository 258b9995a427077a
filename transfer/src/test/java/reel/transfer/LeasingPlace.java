package reel.transfer;

import java.io.IOException;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// A place that waits for memory as those of other machines do: a piece that is read is held until its sink is
/// done with it, and what is written is copied first.
final class LeasingPlace extends OtherPlace {
    private static final int SENT_BYTES = 256 << 10;

    private final MemoryBudget memory;

    LeasingPlace(Place inner, MemoryBudget memory) {
        super(inner);
        this.memory = memory;
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        Reading reading = inner.open(entry);
        return new Reading() {
            @Override
            public Entry entry() {
                return reading.entry();
            }

            @Override
            public void read(long offset, long length, Pieces sink) throws IOException {
                long end = length == Entry.UNKNOWN ? reading.entry().size() : offset + length;
                for (long at = offset; at < end; at += Pieces.MOST_BYTES) {
                    long some = Math.min(Pieces.MOST_BYTES, end - at);
                    try (Lease held = memory.lease(some)) {
                        // Everybody who reads holds a piece before anybody goes on: the worst that can happen.
                        Thread.yield();
                        reading.read(at, some, sink);
                        held.segment().fill((byte) 1);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                reading.close();
            }
        };
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Writing writing = inner.create(request);
        return new OtherWriting(writing) {
            @Override
            public void write(long offset, Source bytes) throws IOException {
                try (Lease copied = memory.lease(Math.min(SENT_BYTES, Math.max(1, bytes.size())))) {
                    copied.segment().fill((byte) 2);
                    writing.write(offset, bytes);
                }
            }

            @Override
            public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
                try (Lease held = memory.lease(Math.min(Reading.Pieces.MOST_BYTES, length))) {
                    held.segment().fill((byte) 1);
                    return writing.readBack(offset, length, sink);
                }
            }
        };
    }
}
