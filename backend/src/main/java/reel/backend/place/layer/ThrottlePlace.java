package reel.backend.place.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.layer.Pace;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// Keeps reads and writes to a pace each, over all threads and all places that share it.
public final class ThrottlePlace extends PlaceLayer {
    private final @Nullable Pace reads;
    private final @Nullable Pace writes;

    private ThrottlePlace(Place inner, @Nullable Pace reads, @Nullable Pace writes) {
        super(inner);
        this.reads = reads;
        this.writes = writes;
    }

    /// @param reads  null for no limit
    /// @param writes null for no limit; may be the pace of the reads too
    public static ThrottlePlace over(Place inner, @Nullable Pace reads, @Nullable Pace writes) {
        return new ThrottlePlace(inner, reads, writes);
    }

    @Override
    <T extends @Nullable Object> T around(PlaceOp op, String thing, Call<T> call) throws IOException {
        return call.run();
    }

    @Override
    void read(Reading reading, long offset, long length, Reading.Pieces sink) throws IOException {
        Pace pace = reads;
        if (pace == null) {
            reading.read(offset, length, sink);
            return;
        }
        reading.read(offset, length, piece -> {
            pace.take(piece.byteSize(), reading.entry().path());
            sink.accept(piece);
        });
    }

    @Override
    void write(WriteRequest request, Writing writing, long offset, Source bytes) throws IOException {
        Pace pace = writes;
        writing.write(offset, pace == null ? bytes : new PacedSource(bytes, pace, request.path()));
    }

    /// Not in memory, as far as the inside can see: then it is asked for piece by piece, and each waits.
    private record PacedSource(Source bytes, Pace pace, String path) implements Source {
        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            pace.take(into.byteSize(), path);
            bytes.read(offset, into);
        }
    }
}
