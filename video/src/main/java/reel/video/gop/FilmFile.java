package reel.video.gop;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.RandomReader;
import reel.stream.Refused;

/// A file that is read while nobody is meant to change it.
final class FilmFile implements RandomReader, Closeable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private FilmFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static FilmFile open(Path path) throws IOException {
        requireFile(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new FilmFile(path, channel, channel.size());
    }

    static void requireFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new Missing(path.toString(), "no such file", "Check the name.");
        }
        if (!Files.isRegularFile(path)) {
            throw new Refused(path.toString(), "is not a file", "Name a film.");
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        if (offset < 0 || offset > size - into.byteSize()) {
            throw new IllegalArgumentException(offset + " + " + into.byteSize() + " is past " + size);
        }
        ByteBuffer buffer = into.asByteBuffer();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new Conflict(path.toString(), "became shorter while it was read", "Try again when it is done.");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
