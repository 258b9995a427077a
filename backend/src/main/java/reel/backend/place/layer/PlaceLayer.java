package reel.backend.place.layer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Copying;
import reel.backend.place.DigestKind;
import reel.backend.place.Digesting;
import reel.backend.place.Entry;
import reel.backend.place.Linking;
import reel.backend.place.Meta;
import reel.backend.place.Moving;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.Syncing;
import reel.backend.place.Touching;
import reel.backend.place.Walking;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// What all layers share: every call, those of the abilities too, goes through [#around], and bytes through
/// [#read] and [#write]. Closing closes the inside. What the kernel copies passes no layer, so a layer has no
/// [reel.backend.place.Disk].
abstract sealed class PlaceLayer implements Place permits RetryPlace, ThrottlePlace, MeterPlace, FaultPlace {
    /// The call itself.
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// A call without an answer.
    interface Action {
        void run() throws IOException;
    }

    final Place inner;

    PlaceLayer(Place inner) {
        this.inner = inner;
    }

    /// Makes the call, with whatever this layer is about before, after or instead.
    ///
    /// @param thing the path
    abstract <T extends @Nullable Object> T around(PlaceOp op, String thing, Call<T> call) throws IOException;

    final void run(PlaceOp op, String thing, Action action) throws IOException {
        this.<@Nullable Void>around(op, thing, () -> {
            action.run();
            return null;
        });
    }

    /// Reads a range of an open file.
    void read(Reading reading, long offset, long length, Reading.Pieces sink) throws IOException {
        run(PlaceOp.READ, reading.entry().path(), () -> reading.read(offset, length, sink));
    }

    /// Writes a part.
    void write(WriteRequest request, Writing writing, long offset, Source bytes) throws IOException {
        run(PlaceOp.WRITE, request.path(), () -> writing.write(offset, bytes));
    }

    /// Reads an unfinished file back.
    boolean readBack(WriteRequest request, Writing writing, long offset, long length, Reading.Pieces sink)
            throws IOException {
        return around(PlaceOp.LOOK_BACK, request.path(), () -> writing.readBack(offset, length, sink));
    }

    Entry publish(
            WriteRequest request,
            Writing writing,
            @Nullable Instant modified,
            Meta meta,
            Map<DigestKind, String> expected)
            throws IOException {
        return around(PlaceOp.PUBLISH, request.path(), () -> writing.publish(modified, meta, expected));
    }

    void walk(Walking walking, String folder, Consumer<Entry> sink) throws IOException {
        run(PlaceOp.WALK, folder, () -> walking.walk(folder, sink));
    }

    void move(Moving moving, String from, String to) throws IOException {
        run(PlaceOp.MOVE, from, () -> moving.move(from, to));
    }

    @Override
    public int streams() {
        return inner.streams();
    }

    @Override
    public @Nullable Duration roundTrip() {
        return inner.roundTrip();
    }

    @Override
    public Instant keptTime(Instant time) {
        return inner.keptTime(time);
    }

    @Override
    public PlaceTraits traits() {
        PlaceTraits traits = inner.traits();
        Moving moving = traits.moving();
        Copying copying = traits.copying();
        Linking linking = traits.linking();
        Digesting digesting = traits.digesting();
        Walking walking = traits.walking();
        Touching touching = traits.touching();
        Syncing syncing = traits.syncing();
        return new PlaceTraits(
                traits.name(),
                traits.parts(),
                traits.ranges(),
                traits.folders(),
                traits.atomicCreate(),
                traits.timeStep(),
                traits.digests(),
                traits.names(),
                traits.connections(),
                null,
                moving == null ? null : (from, to) -> move(moving, from, to),
                copying == null
                        ? null
                        : (from, to, begun) -> around(PlaceOp.COPY, from.path(), () -> copying.copy(from, to, begun)),
                linking == null ? null : (path, target) -> run(PlaceOp.LINK, path, () -> linking.link(path, target)),
                digesting == null
                        ? null
                        : (entry, kind) -> around(PlaceOp.DIGEST, entry.path(), () -> digesting.digest(entry, kind)),
                walking == null ? null : (folder, sink) -> walk(walking, folder, sink),
                touching == null
                        ? null
                        : (path, modified, meta) ->
                                run(PlaceOp.TOUCH, path, () -> touching.touch(path, modified, meta)),
                syncing == null ? null : () -> run(PlaceOp.SYNC, traits.name(), syncing::sync));
    }

    @Override
    public Entry stat(String path) throws IOException {
        return around(PlaceOp.STAT, path, () -> inner.stat(path));
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        run(PlaceOp.LIST, folder, () -> inner.list(folder, sink));
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        Reading reading = around(PlaceOp.OPEN, entry.path(), () -> inner.open(entry));
        return new LayerReading(this, reading);
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Writing writing = around(PlaceOp.CREATE, request.path(), () -> inner.create(request));
        return new LayerWriting(this, request, writing);
    }

    @Override
    public void makeFolder(String path) throws IOException {
        run(PlaceOp.MAKE_FOLDER, path, () -> inner.makeFolder(path));
    }

    @Override
    public void delete(String path) throws IOException {
        run(PlaceOp.DELETE, path, () -> inner.delete(path));
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        run(PlaceOp.DELETE, path, () -> inner.deleteFolder(path));
    }

    @Override
    public void deleteEmptied(String path) throws IOException {
        run(PlaceOp.DELETE, path, () -> inner.deleteEmptied(path));
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    private record LayerReading(PlaceLayer layer, Reading inner) implements Reading {
        @Override
        public Entry entry() {
            return inner.entry();
        }

        @Override
        public void read(long offset, long length, Pieces sink) throws IOException {
            layer.read(inner, offset, length, sink);
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }

    private record LayerWriting(PlaceLayer layer, WriteRequest request, Writing inner) implements Writing {
        @Override
        public void write(long offset, Source bytes) throws IOException {
            layer.write(request, inner, offset, bytes);
        }

        @Override
        public @Nullable String token() {
            return inner.token();
        }

        @Override
        public Map<Long, Long> stored() throws IOException {
            return layer.around(PlaceOp.LOOK_BACK, request.path(), inner::stored);
        }

        @Override
        public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
            return layer.readBack(request, inner, offset, length, sink);
        }

        @Override
        public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
                throws IOException {
            return layer.publish(request, inner, modified, meta, expected);
        }

        @Override
        public void suspend() throws IOException {
            inner.suspend();
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
