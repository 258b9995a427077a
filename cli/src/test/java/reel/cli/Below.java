package reel.cli;

import java.io.IOException;
import java.util.function.Consumer;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// A folder of a place as a place of its own, without the abilities that would leave it.
record Below(Place whole, String folder) implements Place {
    @Override
    public PlaceTraits traits() {
        PlaceTraits all = whole.traits();
        return new PlaceTraits(
                all.name() + "/" + folder,
                all.parts(),
                all.ranges(),
                all.folders(),
                all.atomicCreate(),
                all.timeStep(),
                all.digests(),
                all.names(),
                all.connections(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private String in(String path) {
        return path.isEmpty() ? folder : folder + "/" + path;
    }

    private Entry out(Entry entry) {
        String path = entry.path().equals(folder) ? "" : entry.path().substring(folder.length() + 1);
        return at(entry, path);
    }

    private static Entry at(Entry entry, String path) {
        return new Entry(
                path, entry.kind(), entry.size(), entry.modified(), entry.version(), entry.meta(), entry.digests());
    }

    @Override
    public Entry stat(String path) throws IOException {
        return out(whole.stat(in(path)));
    }

    @Override
    public void list(String path, Consumer<Entry> sink) throws IOException {
        whole.list(in(path), entry -> sink.accept(out(entry)));
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        return whole.open(at(entry, in(entry.path())));
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        return whole.create(new WriteRequest(
                in(request.path()),
                request.size(),
                request.partSize(),
                request.existing(),
                request.resume(),
                request.modified(),
                request.meta()));
    }

    @Override
    public void makeFolder(String path) throws IOException {
        whole.makeFolder(in(path));
    }

    @Override
    public void delete(String path) throws IOException {
        whole.delete(in(path));
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        whole.deleteFolder(in(path));
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
