package reel.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Exhausted;

/// A destination that is full beyond some offset, or stores other bytes than it is given and says that all is
/// well.
record LyingPlace(Place inner, long room, boolean lies) implements Place {
    @Override
    public PlaceTraits traits() {
        return inner.traits();
    }

    @Override
    public Entry stat(String path) throws IOException {
        return inner.stat(path);
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        inner.list(folder, sink);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        return inner.open(entry);
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Writing writing = inner.create(request);
        return new Writing() {
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
            public @Nullable String token() {
                return writing.token();
            }

            @Override
            public Map<Long, Long> stored() throws IOException {
                return writing.stored();
            }

            @Override
            public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
                    throws IOException {
                Entry told = writing.publish(modified, meta, lies ? Map.of() : expected);
                return new Entry(
                        told.path(), told.kind(), told.size(), told.modified(), told.version(), told.meta(), Map.of());
            }

            @Override
            public void suspend() throws IOException {
                writing.suspend();
            }

            @Override
            public void close() throws IOException {
                writing.close();
            }
        };
    }

    @Override
    public void makeFolder(String path) throws IOException {
        inner.makeFolder(path);
    }

    @Override
    public void delete(String path) throws IOException {
        inner.delete(path);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        inner.deleteFolder(path);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
