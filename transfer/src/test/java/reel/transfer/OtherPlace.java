package reel.transfer;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Copying;
import reel.backend.place.Disk;
import reel.backend.place.Entry;
import reel.backend.place.Moving;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.Touching;
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

    /// The inner place's traits, but for these three.
    final PlaceTraits traits(int connections, @Nullable Moving moving, @Nullable Copying copying) {
        return traits(
                connections,
                inner.traits().disk(),
                moving,
                copying,
                inner.traits().touching());
    }

    /// The inner place's traits, but for this one.
    final PlaceTraits traits(Disk disk) {
        PlaceTraits is = inner.traits();
        return traits(is.connections(), disk, is.moving(), is.copying(), is.touching());
    }

    /// The inner place's traits, but for this one.
    final PlaceTraits traits(Touching touching) {
        PlaceTraits is = inner.traits();
        return traits(is.connections(), is.disk(), is.moving(), is.copying(), touching);
    }

    private PlaceTraits traits(
            int connections,
            @Nullable Disk disk,
            @Nullable Moving moving,
            @Nullable Copying copying,
            @Nullable Touching touching) {
        PlaceTraits is = inner.traits();
        return new PlaceTraits(
                is.name(),
                is.parts(),
                is.ranges(),
                is.folders(),
                is.atomicCreate(),
                is.timeStep(),
                is.digests(),
                is.names(),
                connections,
                disk,
                moving,
                copying,
                is.linking(),
                is.digesting(),
                is.walking(),
                touching,
                is.syncing());
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
