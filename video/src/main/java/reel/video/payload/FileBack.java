package reel.video.payload;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.video.work.DiskFailure;

/// One file that is being brought back: written, hashed, made durable.
final class FileBack implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Blake3 hasher = Blake3.hasher();

    private FileBack(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static FileBack create(Path path) throws IOException {
        try {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return new FileBack(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException failure) {
            throw DiskFailure.writing(path.toString(), failure);
        }
    }

    void write(MemorySegment bytes) throws IOException {
        hasher.update(bytes, 0, bytes.byteSize());
        ByteBuffer buffer = bytes.asByteBuffer();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failure) {
            throw DiskFailure.writing(path.toString(), failure);
        }
    }

    Hash finish() throws IOException {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException failure) {
            throw DiskFailure.writing(path.toString(), failure);
        }
        return hasher.digest();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
