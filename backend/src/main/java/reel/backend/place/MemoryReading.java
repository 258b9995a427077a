package reel.backend.place;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.Corrupt;

/// A version of a file of a [MemoryPlace]; what happens to the file afterwards does not reach it.
final class MemoryReading implements Reading {
    private final MemoryShape shape;
    private final Entry entry;
    private final byte[] bytes;

    MemoryReading(MemoryShape shape, Entry entry, byte[] bytes) {
        this.shape = shape;
        this.entry = entry;
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public void read(long offset, long length, Pieces sink) throws IOException {
        long count = length == Entry.UNKNOWN ? bytes.length - offset : length;
        if (offset < 0 || count < 0 || offset > bytes.length - count) {
            throw new Corrupt(entry.path(), bytes.length, "bytes " + offset + " + " + length, bytes.length + " bytes");
        }
        if (!shape.ranges() && (offset != 0 || count != bytes.length)) {
            throw new IllegalArgumentException(entry.path() + ": this place reads whole files only");
        }
        MemorySegment all = MemorySegment.ofArray(bytes).asReadOnly();
        for (long at = 0; at < count; at += Pieces.MOST_BYTES) {
            MemoryPlace.checkInterrupt();
            sink.accept(all.asSlice(offset + at, Math.min(Pieces.MOST_BYTES, count - at)));
        }
        MemoryPlace.checkInterrupt();
    }

    @Override
    public void close() {}
}
