package reel.transfer;

import java.io.IOException;
import java.util.function.Consumer;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;

/// A place where one path, file or folder, cannot be read.
final class BrokenPlace extends OtherPlace {
    private final String path;
    private final IOException failure;

    BrokenPlace(Place inner, String path, IOException failure) {
        super(inner);
        this.path = path;
        this.failure = failure;
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        if (folder.equals(path)) {
            throw failure;
        }
        inner.list(folder, sink);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        if (entry.path().equals(path)) {
            throw failure;
        }
        return inner.open(entry);
    }
}
