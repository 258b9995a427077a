package reel.transfer;

import java.io.IOException;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;

/// A place that does not tell again, when a file is opened, how large it is.
final class SilentPlace extends OtherPlace {
    SilentPlace(Place inner) {
        super(inner);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        Reading reading = inner.open(entry);
        Entry is = reading.entry();
        Entry told =
                new Entry(is.path(), is.kind(), Entry.UNKNOWN, is.modified(), is.version(), is.meta(), is.digests());
        return new Reading() {
            @Override
            public Entry entry() {
                return told;
            }

            @Override
            public void read(long offset, long length, Pieces sink) throws IOException {
                reading.read(offset, length, sink);
            }

            @Override
            public void close() throws IOException {
                reading.close();
            }
        };
    }
}
