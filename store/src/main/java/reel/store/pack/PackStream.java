package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.layout.Cloak;
import reel.store.layout.PackId;
import reel.stream.CpuPool;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Turns chunks of one kind into packs: a frame being filled for each compressibility, a few frames being sealed on
/// the processor pool, one pack being written, one being published behind it.
///
/// Not thread-safe: guarded by its session. After a failure only [#close] is left.
public final class PackStream implements AutoCloseable {
    /// Frames handed to the pool and not yet written: enough to keep every processor busy while one is written.
    private static final int MAX_SEALING = CpuPool.threads() + 1;

    /// Full packs whose sync may still run while the next is filled.
    private static final int MAX_PUBLISHING = 1;

    private final Settings settings;
    private final int kind;
    private final Places places;
    private final Predicate<Hash> avoided;
    private final Map<Compressibility, FrameBuilder> open = new EnumMap<>(Compressibility.class);
    private final ArrayDeque<FutureTask<SealedFrame>> sealing = new ArrayDeque<>();
    private final ArrayDeque<Publication> publishing = new ArrayDeque<>();
    private @Nullable PackWriter pack;
    private long storedBytes;

    /// What every stream of a session shares.
    ///
    /// @param cloak     what ids, names and lengths wear
    /// @param packBytes a pack that has grown to this is closed
    /// @param level     zstd level
    public record Settings(Backend backend, MemoryBudget budget, Cloak cloak, int packBytes, int level) {
        /// A power of two, at least four of them to a pack.
        int frameBytes() {
            return Math.min(FrameBuilder.FRAME_BYTES, Integer.highestOneBit(packBytes / 4));
        }
    }

    private record Publication(PackWriter pack, FutureTask<PackId> task) {}

    /// @param kind what the header says the chunks are
    public PackStream(Settings settings, int kind, Places places) {
        this(settings, kind, places, _ -> false);
    }

    /// @param avoided names that no pack of this stream gets
    public PackStream(Settings settings, int kind, Places places, Predicate<Hash> avoided) {
        this.settings = settings;
        this.kind = kind;
        this.places = places;
        this.avoided = avoided;
    }

    /// Adds a chunk; copies its bytes. @return its place, for [Places]
    public long put(Hash id, MemorySegment bytes, Compressibility hint) throws IOException {
        int length = (int) bytes.byteSize();
        FrameBuilder frame = open.get(hint);
        if (frame != null && !frame.fits(length)) {
            open.remove(hint);
            submit(frame, hint);
            frame = null;
        }
        if (frame == null) {
            frame = FrameBuilder.open(settings.budget(), places.newFrame(), settings.frameBytes(), length);
            open.put(hint, frame);
        }
        return Places.place(frame.number(), frame.add(id, bytes));
    }

    /// Bytes of the frames written so far.
    public long storedBytes() {
        return storedBytes;
    }

    /// Writes everything put so far and publishes its packs, durably. The stream goes on with a new pack.
    public void finish() throws IOException {
        for (Compressibility hint : Compressibility.values()) {
            FrameBuilder frame = open.remove(hint);
            if (frame != null) {
                submit(frame, hint);
            }
        }
        while (!sealing.isEmpty()) {
            writeEldest();
        }
        PackWriter last = pack;
        if (last != null) {
            pack = null;
            publish(last);
        }
        while (!publishing.isEmpty()) {
            awaitEldestPublication();
        }
    }

    private void submit(FrameBuilder frame, Compressibility hint) throws IOException {
        if (hint == Compressibility.NEVER) {
            write(seal(frame, hint));
            return;
        }
        FutureTask<SealedFrame> task = new FutureTask<>(() -> seal(frame, hint));
        sealing.add(task);
        if (sealing.size() > MAX_SEALING) {
            writeEldest();
        }
        CpuPool.submit(() -> {
            task.run();
            return null;
        });
    }

    private SealedFrame seal(FrameBuilder frame, Compressibility hint) throws IOException {
        try {
            return frame.seal(settings.budget(), hint, settings.level());
        } catch (Throwable failure) {
            frame.close();
            throw failure;
        }
    }

    /// Seals the eldest frame here unless the pool has begun with it, so that a caller that is itself on the pool
    /// never waits for a place there.
    private void writeEldest() throws IOException {
        FutureTask<SealedFrame> eldest = sealing.element();
        eldest.run();
        SealedFrame frame = Outcomes.of(eldest);
        sealing.remove();
        write(frame);
    }

    private void write(SealedFrame frame) throws IOException {
        long bytes = frame.bytes().byteSize();
        PackWriter writer;
        try {
            writer = pack;
            if (writer != null && (writer.size() >= settings.packBytes() || !writer.takes(frame.count()))) {
                pack = null;
                publish(writer);
                writer = null;
            }
            if (writer == null) {
                writer = PackWriter.open(settings.backend(), settings.cloak(), kind, places.newPack(), avoided);
                pack = writer;
            }
        } catch (Throwable failure) {
            frame.close();
            throw failure;
        }
        int number = frame.number();
        places.written(number, writer.number(), writer.add(frame));
        storedBytes += bytes;
    }

    private void publish(PackWriter full) throws IOException {
        Publication publication = new Publication(full, new FutureTask<>(() -> {
            try (full) {
                return full.publish();
            }
        }));
        publishing.add(publication);
        Thread.ofVirtual().name("reel-publish").start(publication.task());
        while (publishing.size() > MAX_PUBLISHING) {
            awaitEldestPublication();
        }
    }

    private void awaitEldestPublication() throws IOException {
        Publication eldest = publishing.element();
        places.published(eldest.pack().number(), Outcomes.of(eldest.task()));
        publishing.remove();
    }

    /// Drops what [#finish] has not published, and waits until nothing of it is in use.
    @Override
    public void close() throws IOException {
        open.values().forEach(FrameBuilder::close);
        open.clear();
        boolean interrupted = Thread.interrupted();
        try (PackWriter unfinished = pack) {
            pack = null;
            for (FutureTask<SealedFrame> task : sealing) {
                task.run();
                closeQuietly(task);
            }
            sealing.clear();
            for (Publication publication : publishing) {
                Outcomes.awaitEnd(publication.task());
            }
            publishing.clear();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void closeQuietly(FutureTask<SealedFrame> task) {
        Outcomes.awaitEnd(task);
        if (task.state() == FutureTask.State.SUCCESS) {
            task.resultNow().close();
        }
    }
}
