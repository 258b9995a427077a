package reel.app.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.stream.Corrupt;

/// The bytes of one file of a place, from its beginning to its end.
public final class Contents {
    private final Place place;

    public Contents(Place place) {
        this.place = place;
    }

    /// Hands all of it to `sink`, piece by piece.
    public void read(Entry file, Reading.Pieces sink) throws IOException {
        try (Reading reading = place.open(file)) {
            long size = reading.entry().size();
            if (size != 0) {
                reading.read(0, size, sink);
            }
        }
    }

    /// All of a file of exactly `size` bytes; anything else is [Corrupt].
    byte[] all(Entry file, int size) throws IOException {
        byte[] bytes = new byte[size];
        int[] at = {0};
        read(file, piece -> {
            if (piece.byteSize() > size - at[0]) {
                throw new Corrupt(file.path(), at[0], size + " bytes", "more");
            }
            MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, bytes, at[0], (int) piece.byteSize());
            at[0] += (int) piece.byteSize();
        });
        if (at[0] != size) {
            throw new Corrupt(file.path(), at[0], size + " bytes", at[0] + " bytes");
        }
        return bytes;
    }
}
