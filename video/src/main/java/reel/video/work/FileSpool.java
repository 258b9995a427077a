package reel.video.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import reel.stream.Exhausted;
import reel.video.carrier.Spool;

/// A spool in a file of a work folder.
public final class FileSpool implements Spool, AutoCloseable {
    private final Path file;
    private @Nullable FileChannel channel;

    public FileSpool(Path file) {
        this.file = file;
    }

    /// Keeps what comes through a pipe in a file, so that it can be read at any offset.
    public static Path keep(InputStream stream, Path file) throws IOException {
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (int some = stream.read(piece); some >= 0; some = stream.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                out.write(piece, 0, some);
            }
        } catch (IOException failure) {
            throw DiskFailure.writing(file.toString(), failure);
        }
        return file;
    }

    @Override
    public Room room(long bytes) throws IOException {
        long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (bytes > free) {
            throw new Exhausted(
                    file.toString(),
                    bytes + " bytes are needed, " + free + " are free",
                    "Free some space, then try again.");
        }
        FileChannel opened = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = opened;
        if (bytes > 0) {
            opened.write(ByteBuffer.allocate(1), bytes - 1);
        }
        return new FileRoom(opened, FileBytes.of(opened, file.toString()), bytes);
    }

    @Override
    public Path file() {
        return file.resolveSibling(file.getFileName() + ".file");
    }

    private record FileRoom(FileChannel channel, FileBytes reader, long size) implements Room {
        @Override
        public void write(long offset, MemorySegment bytes) throws IOException {
            if (offset < 0 || offset > size - bytes.byteSize()) {
                throw new IllegalArgumentException(offset + " + " + bytes.byteSize() + " is past the end at " + size);
            }
            ByteBuffer buffer = bytes.asByteBuffer();
            long at = offset;
            try {
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
            } catch (IOException failure) {
                throw DiskFailure.writing("the payload's file", failure);
            }
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            reader.read(offset, into);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
