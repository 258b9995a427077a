package reel.bench;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.stream.RandomReader;

/// A file on disk as the pipelines read it.
record FileBytes(FileChannel channel, long size) implements RandomReader, AutoCloseable {
    static FileBytes open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new FileBytes(channel, channel.size());
    }

    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        ByteBuffer buffer = into.asByteBuffer();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the file ended at " + (offset + buffer.position()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
