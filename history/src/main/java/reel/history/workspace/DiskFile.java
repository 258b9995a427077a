package reel.history.workspace;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.stream.Conflict;
import reel.stream.RandomReader;

/// A file of the working folder being read, of the length it had when it was opened.
public final class DiskFile implements RandomReader, AutoCloseable {
    /// Buffers of the JDK are at most 2 GiB long; pieces of this are far below.
    private static final long MAX_READ_BYTES = 1 << 30;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private DiskFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /// Opens `path`, which is a regular file that looks like `stat`; a link is not followed.
    public static DiskFile open(Path path, FileStat stat) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new DiskFile(path, channel, stat.size());
    }

    @Override
    public long size() {
        return size;
    }

    /// A file that has become shorter is [Conflict].
    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        if (offset < 0 || offset > size - into.byteSize()) {
            throw new IllegalArgumentException(
                    "offset " + offset + " + " + into.byteSize() + " bytes is past the end at " + size);
        }
        long done = 0;
        while (done < into.byteSize()) {
            long piece = Math.min(MAX_READ_BYTES, into.byteSize() - done);
            ByteBuffer buffer = into.asSlice(done, piece).asByteBuffer();
            int read = channel.read(buffer, offset + done);
            if (read < 0) {
                throw new Conflict(path.toString(), "became shorter while it was read", "Try again.");
            }
            done += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
