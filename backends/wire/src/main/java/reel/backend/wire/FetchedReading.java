package reel.backend.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// A small file that came with the answer that tells of it, held in memory.
public final class FetchedReading implements Reading {
    private final String shown;
    private final Entry entry;
    private final Lease room;
    private final AtomicReference<@Nullable MemorySegment> bytes;

    private FetchedReading(String shown, Entry entry, Lease room) {
        this.shown = shown;
        this.entry = entry;
        this.room = room;
        this.bytes = new AtomicReference<>(room.segment());
    }

    /// What an answer tells of the file it brings.
    @FunctionalInterface
    public interface Telling {
        Entry of(Answer answer) throws IOException;
    }

    /// Fetches all of `listed`, which is not empty. @return null where there is no memory for it at the moment
    public static @Nullable FetchedReading fetch(
            MemoryBudget memory, String shown, Entry listed, RangeReading.Asking asking, Telling telling)
            throws IOException {
        Lease room = memory.tryLease(listed.size());
        if (room == null) {
            return null;
        }
        AtomicReference<Entry> told = new AtomicReference<>();
        boolean kept = false;
        try (RangeReading whole = new RangeReading(shown, listed, (offset, length) -> {
            Answer answer = asking.ask(offset, length);
            told.set(telling.of(answer));
            return answer;
        })) {
            long[] at = {0};
            whole.read(0, listed.size(), piece -> {
                MemorySegment.copy(piece, 0, room.segment(), at[0], piece.byteSize());
                at[0] += piece.byteSize();
            });
            FetchedReading fetched = new FetchedReading(shown, Objects.requireNonNull(told.get()), room);
            kept = true;
            return fetched;
        } finally {
            if (!kept) {
                room.close();
            }
        }
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public void read(long offset, long length, Pieces sink) throws IOException {
        MemorySegment all = bytes.get();
        if (all == null) {
            throw new IllegalStateException(shown + " is closed");
        }
        long wanted = RangeReading.wanted(shown, entry, offset, length);
        for (long at = offset; at < offset + wanted; at += Pieces.MOST_BYTES) {
            sink.accept(all.asSlice(at, Math.min(Pieces.MOST_BYTES, offset + wanted - at)));
        }
    }

    @Override
    public void close() {
        if (bytes.getAndSet(null) != null) {
            room.close();
        }
    }
}
