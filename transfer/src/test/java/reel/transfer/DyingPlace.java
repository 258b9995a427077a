package reel.transfer;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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

/// A destination whose process dies at one of its calls: from then on nothing happens any more, not even the
/// closing of what is open.
final class DyingPlace implements Place {
    private final Place inner;
    private final AtomicLong left;
    final AtomicLong writtenBytes = new AtomicLong();

    /// What a dead process's calls end with here.
    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dead() {
            super("dead");
        }
    }

    DyingPlace(Place inner, long calls) {
        this.inner = inner;
        this.left = new AtomicLong(calls);
    }

    private void live() {
        if (left.decrementAndGet() < 0) {
            throw new Dead();
        }
    }

    boolean died() {
        return left.get() < 0;
    }

    @Override
    public PlaceTraits traits() {
        return inner.traits();
    }

    @Override
    public Entry stat(String path) throws IOException {
        live();
        return inner.stat(path);
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        live();
        inner.list(folder, sink);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        live();
        return inner.open(entry);
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        live();
        Writing writing = inner.create(request);
        return new Writing() {
            @Override
            public void write(long offset, Source bytes) throws IOException {
                live();
                writing.write(offset, bytes);
                writtenBytes.addAndGet(bytes.size());
            }

            @Override
            public @Nullable String token() {
                return writing.token();
            }

            @Override
            public Map<Long, Long> stored() throws IOException {
                live();
                return writing.stored();
            }

            @Override
            public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
                live();
                return writing.readBack(offset, length, sink);
            }

            @Override
            public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
                    throws IOException {
                live();
                return writing.publish(modified, meta, expected);
            }

            @Override
            public void suspend() throws IOException {
                live();
                writing.suspend();
            }

            @Override
            public void close() throws IOException {
                if (died()) {
                    throw new Dead();
                }
                writing.close();
            }
        };
    }

    @Override
    public void makeFolder(String path) throws IOException {
        live();
        inner.makeFolder(path);
    }

    @Override
    public void delete(String path) throws IOException {
        live();
        inner.delete(path);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        live();
        inner.deleteFolder(path);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
