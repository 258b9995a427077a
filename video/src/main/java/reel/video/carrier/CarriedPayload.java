package reel.video.carrier;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;

/// The payload of an open video. Thread-safe where it is read at offsets.
public interface CarriedPayload extends RandomReader, AutoCloseable {
    /// Hands on the whole payload in order, as fast as the carrier can.
    void writeTo(PayloadSource.Output out) throws IOException;

    /// Whether the video ends before its payload does; [#size] is then what can be there at most.
    default boolean isCut() {
        return false;
    }

    /// A payload that was brought back whole and lies in memory or on disk.
    static CarriedPayload of(RandomReader whole) {
        return new CarriedPayload() {
            @Override
            public long size() {
                return whole.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                whole.read(offset, into);
            }

            @Override
            public void writeTo(PayloadSource.Output out) throws IOException {
                MemorySegment piece = MemorySegment.ofArray(new byte[1 << 20]);
                for (long at = 0; at < whole.size(); at += piece.byteSize()) {
                    MemorySegment part = piece.asSlice(0, Math.min(piece.byteSize(), whole.size() - at));
                    whole.read(at, part);
                    out.accept(part);
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    void close() throws IOException;
}
