package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Spooling.Spool;
import reel.store.layout.Cloak;
import reel.store.layout.Le;
import reel.store.layout.PackId;
import reel.store.layout.Spools;
import reel.store.layout.StoreNames;
import reel.store.layout.Trailer;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// Writes one pack, frame by frame, and publishes it under the id its footer gives. Not thread-safe.
final class PackWriter implements AutoCloseable {
    private final Backend backend;
    private final Spool spool;
    private final Cloak cloak;
    private final int kind;
    private final int number;
    private final Predicate<Hash> avoided;
    private int frames;
    private int chunks;
    private long size = PackLayout.HEADER_BYTES;
    private @Nullable FutureTask<@Nullable Void> appending;
    private byte[] frameRows = new byte[64 * PackLayout.FRAME_ROW_BYTES];
    private byte[] chunkRows = new byte[256 * PackLayout.CHUNK_ROW_BYTES];

    private PackWriter(Backend backend, Spool spool, Cloak cloak, int kind, int number, Predicate<Hash> avoided) {
        this.backend = backend;
        this.spool = spool;
        this.cloak = cloak;
        this.kind = kind;
        this.number = number;
        this.avoided = avoided;
    }

    /// @param number  the pack's number in its session
    /// @param avoided names it must not get
    static PackWriter open(Backend backend, Cloak cloak, int kind, int number, Predicate<Hash> avoided)
            throws IOException {
        Spool spool = Spools.open(backend, "pack");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(PackLayout.HEADER_BYTES);
            header.set(Le.LONG, 0, PackLayout.MAGIC);
            header.set(Le.SHORT, 8, PackLayout.VERSION);
            header.set(ValueLayout.JAVA_BYTE, 10, (byte) kind);
            spool.append(header);
            return new PackWriter(backend, spool, cloak, kind, number, avoided);
        } catch (Throwable failure) {
            spool.close();
            throw failure;
        }
    }

    int number() {
        return number;
    }

    long size() {
        return size;
    }

    boolean takes(int moreChunks) {
        return chunks + moreChunks <= PackLayout.MAX_PACK_CHUNKS;
    }

    /// Takes over a frame and appends it behind the caller's back: one write is under way while the next frame is
    /// filled. A write's failure is told by the next call.
    ///
    /// @return the number of its first chunk in this pack
    int add(SealedFrame frame) throws IOException {
        try {
            settle();
            return append(frame);
        } catch (Throwable failure) {
            frame.close();
            throw failure;
        }
    }

    private int append(SealedFrame frame) {
        int first = chunks;
        if (frameRows.length < (frames + 1) * PackLayout.FRAME_ROW_BYTES) {
            frameRows = Arrays.copyOf(frameRows, 2 * frameRows.length);
        }
        int needed = (chunks + frame.count()) * PackLayout.CHUNK_ROW_BYTES;
        if (chunkRows.length < needed) {
            chunkRows = Arrays.copyOf(chunkRows, Math.max(needed, 2 * chunkRows.length));
        }
        MemorySegment row = MemorySegment.ofArray(frameRows)
                .asSlice((long) frames * PackLayout.FRAME_ROW_BYTES, PackLayout.FRAME_ROW_BYTES);
        row.set(Le.LONG, 0, size);
        row.set(Le.INT, 8, frame.sealedBytes());
        row.set(Le.INT, 12, frame.plainBytes());
        row.set(Le.INT, 16, frame.crc());
        row.set(Le.INT, 20, frame.codec().code() | frame.count() << 16);
        addChunkRows(frame);
        size += frame.bytes().byteSize();
        frames++;
        chunks += frame.count();
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
            try (frame) {
                spool.append(frame.bytes());
            }
            return null;
        });
        appending = task;
        Thread.ofVirtual().name("reel-append").start(task);
        return first;
    }

    /// Waits for the write under way.
    private void settle() throws IOException {
        FutureTask<@Nullable Void> task = appending;
        if (task != null) {
            Outcomes.of(task);
            appending = null;
        }
    }

    private void addChunkRows(SealedFrame frame) {
        MemorySegment rows = MemorySegment.ofArray(chunkRows);
        long at = (long) chunks * PackLayout.CHUNK_ROW_BYTES;
        int offset = 0;
        for (int i = 0; i < frame.count(); i++) {
            for (int w = 0; w < 4; w++) {
                rows.set(Le.LONG, at + 8L * w, Long.reverseBytes(frame.ids()[4 * i + w]));
            }
            rows.set(Le.INT, at + 32, frames);
            rows.set(Le.INT, at + 36, offset);
            rows.set(Le.INT, at + 40, frame.lengths()[i]);
            offset += frame.lengths()[i];
            at += PackLayout.CHUNK_ROW_BYTES;
        }
    }

    /// Writes footer and trailer and makes the pack durable and visible.
    PackId publish() throws IOException {
        settle();
        try (Arena arena = Arena.ofShared()) {
            long frameBytes = (long) frames * PackLayout.FRAME_ROW_BYTES;
            long chunkBytes = (long) chunks * PackLayout.CHUNK_ROW_BYTES;
            long footerBytes = PackLayout.FOOTER_HEADER_BYTES + frameBytes + chunkBytes;
            long padding = cloak.padding(spool.size() + footerBytes + Trailer.BYTES);
            if (padding > 0) {
                spool.append(arena.allocate(padding));
            }
            MemorySegment end = arena.allocate(footerBytes + Trailer.BYTES);
            end.set(Le.INT, 0, PackLayout.FOOTER_MAGIC);
            end.set(Le.INT, 4, kind);
            end.set(Le.INT, 8, frames);
            end.set(Le.INT, 12, chunks);
            long at = PackLayout.FOOTER_HEADER_BYTES;
            MemorySegment.copy(frameRows, 0, end, ValueLayout.JAVA_BYTE, at, (int) frameBytes);
            MemorySegment.copy(chunkRows, 0, end, ValueLayout.JAVA_BYTE, at + frameBytes, (int) chunkBytes);
            Trailer trailer = Trailer.of(spool.size(), end.asSlice(0, footerBytes), cloak);
            while (avoided.test(trailer.id()) || exists(StoreNames.pack(trailer.id()))) {
                end.set(
                        Le.INT,
                        PackLayout.FOOTER_SALT_AT,
                        ThreadLocalRandom.current().nextInt());
                trailer = Trailer.of(spool.size(), end.asSlice(0, footerBytes), cloak);
            }
            trailer.write(end, footerBytes);
            spool.append(end);
            spool.publish(StoreNames.pack(trailer.id()));
            return new PackId(trailer.id(), spool.size());
        }
    }

    /// Whether there is such a pack. It has the same footer but perhaps damaged frames, and is not trusted: the salt
    /// gives this one a name of its own.
    private boolean exists(Handle handle) throws IOException {
        try {
            return backend.stat(handle).size() >= 0;
        } catch (Missing _) {
            return false;
        }
    }

    /// Waits for a write under way: its buffer is not free before.
    @Override
    public void close() throws IOException {
        if (appending != null) {
            Outcomes.awaitEnd(appending);
        }
        spool.close();
    }
}
