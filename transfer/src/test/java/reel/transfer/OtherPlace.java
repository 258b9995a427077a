package reel.transfer;

import java.io.IOException;
import java.util.function.Consumer;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// A place that is as another one, but for what a test changes about it.
abstract class OtherPlace implements Place {
    final Place inner;

    OtherPlace(Place inner) {
        this.inner = inner;
    }

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
        return inner.create(request);
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
