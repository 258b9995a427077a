package reel.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A temporary file on its way to being an object. Small appends are gathered, large ones go straight to the file.
final class LocalSpool implements Spooling.Spool {
    /// Appends below this are gathered: headers and footers cost no call of their own.
    private static final int GATHER_BYTES = 256 << 10;

    /// The longest single transfer. The JDK copies heap memory through a buffer of this length that it keeps.
    static final int TRANSFER_BYTES = 1 << 20;

    private final LocalBackend owner;
    private final String shown;
    private final Path temp;
    private final FileChannel channel;
    private @Nullable Arena arena;
    private MemorySegment gather = MemorySegment.NULL;
    private int gathered;
    private long size;
    private boolean failed;
    private boolean published;
    private boolean closed;

    private LocalSpool(LocalBackend owner, String name, Path temp, FileChannel channel) {
        this.owner = owner;
        this.shown = owner.root() + "/" + name;
        this.temp = temp;
        this.channel = channel;
    }

    static LocalSpool open(LocalBackend owner, String name, Path temp) throws IOException {
        try {
            FileChannel channel = FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new LocalSpool(owner, name, temp, channel);
        } catch (IOException failure) {
            throw LocalFailure.writing(temp, owner.root() + "/" + name, 0, failure);
        }
    }

    @Override
    public void append(MemorySegment bytes) throws IOException {
        requireUsable();
        long length = bytes.byteSize();
        failed = true;
        if (length > GATHER_BYTES - gathered) {
            flush();
        }
        if (length >= GATHER_BYTES) {
            transfer(bytes);
        } else {
            if (arena == null) {
                arena = Arena.ofShared();
                gather = arena.allocate(GATHER_BYTES, 64);
            }
            MemorySegment.copy(bytes, 0, gather, gathered, length);
            gathered += (int) length;
        }
        size += length;
        failed = false;
    }

    /// Appends without gathering, for callers whose pieces are the object.
    void appendDirectly(MemorySegment bytes) throws IOException {
        requireUsable();
        failed = true;
        flush();
        transfer(bytes);
        size += bytes.byteSize();
        failed = false;
    }

    private void flush() throws IOException {
        transfer(gather.asSlice(0, gathered));
        gathered = 0;
    }

    private void transfer(MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += TRANSFER_BYTES) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(TRANSFER_BYTES, bytes.byteSize() - at))
                    .asByteBuffer();
            while (piece.hasRemaining()) {
                try {
                    channel.write(piece);
                } catch (IOException failure) {
                    throw LocalFailure.writing(temp, shown, size + bytes.byteSize(), failure);
                }
            }
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void publish(Handle handle) throws IOException {
        owner.place(finish(), handle, size);
        published = true;
    }

    /// Publishes unless there is an object of this name.
    void publishNew(Handle handle) throws IOException {
        owner.placeNew(finish(), handle, size);
        published = true;
    }

    /// Publishes in the place of whatever object has this name.
    void publishInstead(Handle handle) throws IOException {
        owner.placeInstead(finish(), handle, size);
        published = true;
    }

    /// The complete file, durable under its temporary name.
    private Path finish() throws IOException {
        requireUsable();
        failed = true;
        flush();
        try {
            channel.force(false);
            channel.close();
        } catch (IOException failure) {
            throw LocalFailure.writing(temp, shown, size, failure);
        }
        return temp;
    }

    private void requireUsable() {
        if (failed || closed || published) {
            throw new IllegalStateException(
                    "this spool is " + (published ? "published" : closed ? "closed" : "failed") + ": " + shown);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (arena != null) {
            arena.close();
        }
        try {
            channel.close();
            Files.deleteIfExists(temp);
        } catch (IOException failure) {
            throw LocalFailure.writing(temp, shown, 0, failure);
        }
    }
}
