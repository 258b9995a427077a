package reel.transfer;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;

/// A server that tells neither a time nor a version of its files.
final class TimelessPlace extends OtherPlace {
    final AtomicInteger reads = new AtomicInteger();

    TimelessPlace(Place inner) {
        super(inner);
    }

    private static Entry timeless(Entry entry) {
        return entry.isFile() ? Entry.file(entry.path(), entry.size(), null) : entry;
    }

    @Override
    public Entry stat(String path) throws IOException {
        return timeless(inner.stat(path));
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        inner.list(folder, entry -> sink.accept(timeless(entry)));
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        Reading reading = inner.open(inner.stat(entry.path()));
        return new Reading() {
            @Override
            public Entry entry() {
                return timeless(reading.entry());
            }

            @Override
            public void read(long offset, long length, Pieces sink) throws IOException {
                reads.incrementAndGet();
                reading.read(offset, length, sink);
            }

            @Override
            public void close() throws IOException {
                reading.close();
            }
        };
    }
}
