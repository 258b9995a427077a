package reel.backend.place;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.backend.Handle;
import reel.backend.LocalFailure;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.stream.Corrupt;

/// An object gathered in a temporary file of this machine until its name is known.
final class PlaceSpool implements Spooling.Spool {
    private static final int TRANSFER_BYTES = 1 << 20;

    private final PlaceBackend owner;
    private final String name;
    private final Path file;
    private final FileChannel channel;
    private long size;
    private boolean ended;

    private PlaceSpool(PlaceBackend owner, String name, Path file, FileChannel channel) {
        this.owner = owner;
        this.name = name;
        this.file = file;
        this.channel = channel;
    }

    static PlaceSpool open(PlaceBackend owner, String name) throws IOException {
        Path file = Files.createTempFile("reel-spool-", "");
        try {
            return new PlaceSpool(
                    owner,
                    name,
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
    }

    @Override
    public void append(MemorySegment bytes) throws IOException {
        requireOpen();
        long length = bytes.byteSize();
        try {
            for (long at = 0; at < length; at += TRANSFER_BYTES) {
                ByteBuffer piece =
                        bytes.asSlice(at, Math.min(TRANSFER_BYTES, length - at)).asByteBuffer();
                while (piece.hasRemaining()) {
                    channel.write(piece, size + at + piece.position());
                }
            }
        } catch (IOException failure) {
            ended = true;
            throw LocalFailure.writing(file, size + length, failure);
        }
        size += length;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void publish(Handle handle) throws IOException {
        requireOpen();
        ended = true;
        owner.write(handle, new Gathered());
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("this spool is closed, published or failed: " + name);
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        channel.close();
    }

    private final class Gathered implements Source {
        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            for (long at = 0; at < into.byteSize(); ) {
                ByteBuffer piece = into.asSlice(at, Math.min(TRANSFER_BYTES, into.byteSize() - at))
                        .asByteBuffer();
                int got = channel.read(piece, offset + at);
                if (got < 0) {
                    throw new Corrupt(file.toString(), offset + at, "more bytes", "a file that became shorter");
                }
                at += got;
            }
        }
    }
}
