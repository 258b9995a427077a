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

/// A place that has zeros where an earlier process wrote bytes of an unfinished file.
record ForgetfulPlace(Place inner) implements Place {
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
        if (request.resume() != null) {
            for (long at = 0; at < request.size(); at += 1 << 20) {
                writing.write(at, Source.of(new byte[(int) Math.min(1 << 20, request.size() - at)]));
            }
        }
        return new Writing() {
            @Override
            public void write(long offset, Source bytes) throws IOException {
                writing.write(offset, bytes);
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
            public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
                for (long at = 0; at < length; at += 1 << 20) {
                    sink.accept(MemorySegment.ofArray(new byte[(int) Math.min(1 << 20, length - at)]));
                }
                return true;
            }

            @Override
            public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
                    throws IOException {
                return writing.publish(modified, meta, expected);
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
