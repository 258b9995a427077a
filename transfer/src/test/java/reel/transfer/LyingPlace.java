package reel.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Exhausted;

/// A destination that is full beyond some offset, or stores other bytes than it is given and says that all is
/// well.
final class LyingPlace extends OtherPlace {
    private final long room;
    private final boolean lies;

    LyingPlace(Place inner, long room, boolean lies) {
        super(inner);
        this.room = room;
        this.lies = lies;
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Writing writing = inner.create(request);
        return new OtherWriting(writing) {
            @Override
            public void write(long offset, Source bytes) throws IOException {
                if (offset + bytes.size() > room) {
                    throw new Exhausted(request.path(), "no space left");
                }
                if (!lies) {
                    writing.write(offset, bytes);
                    return;
                }
                byte[] other = new byte[(int) bytes.size()];
                bytes.read(0, MemorySegment.ofArray(other));
                other[0] ^= 1;
                writing.write(offset, Source.of(other));
            }

            @Override
            public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
                    throws IOException {
                Entry told = writing.publish(modified, meta, lies ? Map.of() : expected);
                return new Entry(
                        told.path(), told.kind(), told.size(), told.modified(), told.version(), told.meta(), Map.of());
            }
        };
    }
}
