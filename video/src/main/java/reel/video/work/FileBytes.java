package reel.video.work;

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

/// A file that is read at any offset. Its length is taken when it is opened.
public final class FileBytes implements RandomReader, AutoCloseable {
    private final FileChannel channel;
    private final String thing;
    private final long size;

    private FileBytes(FileChannel channel, String thing, long size) {
        this.channel = channel;
        this.thing = thing;
        this.size = size;
    }

    public static FileBytes open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new Missing(file.toString(), "is not there");
        }
        if (!Files.isRegularFile(file)) {
            throw new Refused(file.toString(), "is no regular file");
        }
        try {
            return of(FileChannel.open(file, StandardOpenOption.READ), file.toString());
        } catch (IOException failure) {
            throw DiskFailure.reading(file.toString(), failure);
        }
    }

    /// A channel that somebody else closes, or this.
    public static FileBytes of(FileChannel channel, String thing) throws IOException {
        return new FileBytes(channel, thing, channel.size());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        if (offset < 0 || offset > size - into.byteSize()) {
            throw new IllegalArgumentException(offset + " + " + into.byteSize() + " is past the end at " + size);
        }
        ByteBuffer buffer = into.asByteBuffer();
        long at = offset;
        while (buffer.hasRemaining()) {
            int some;
            try {
                some = channel.read(buffer, at);
            } catch (IOException failure) {
                throw DiskFailure.reading(thing, failure);
            }
            if (some < 0) {
                throw new Conflict(thing, "became shorter while it was read", "Leave it alone, then try again.");
            }
            at += some;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
