package reel.testkit.power;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/// An open file whose writes and forces are noted. It can not be mapped to be written: such writes have no order.
final class WatchedChannel extends FileChannel {
    private final FileChannel real;
    private final Journal journal;
    private final String path;
    private final Kind kind;
    private final int file;
    private final boolean appends;

    /// What was opened.
    private enum Kind {
        WRITTEN,
        READ,
        FOLDER
    }

    private WatchedChannel(FileChannel real, Journal journal, String path, Kind kind, int file, boolean appends) {
        this.real = real;
        this.journal = journal;
        this.path = path;
        this.kind = kind;
        this.file = file;
        this.appends = appends;
    }

    /// @param file the number of its opening in the journal
    static WatchedChannel written(FileChannel real, Journal journal, String path, int file, boolean appends) {
        return new WatchedChannel(real, journal, path, Kind.WRITTEN, file, appends);
    }

    static WatchedChannel read(FileChannel real, Journal journal, String path, boolean isFolder) {
        return new WatchedChannel(real, journal, path, isFolder ? Kind.FOLDER : Kind.READ, -1, false);
    }

    private int write(ByteBuffer from, long offset, Journal.Act<Integer> act) throws IOException {
        ByteBuffer bytes = from.duplicate();
        return journal.note(act, written -> {
            byte[] copy = new byte[written];
            bytes.get(copy);
            return new Event.Written(file, offset, copy);
        });
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return write(from, appends ? real.size() : real.position(), () -> real.write(from));
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        return write(from, appends ? real.size() : position, () -> real.write(from, position));
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += from[i].hasRemaining() ? write(from[i]) : 0;
        }
        return written;
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(count, 1 << 20));
        if (from.read(piece) <= 0) {
            return 0;
        }
        piece.flip();
        return write(piece, position);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        journal.note(() -> real.truncate(size), done -> new Event.Cut(file, size));
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        journal.note(
                () -> {
                    real.force(metadata);
                    return path;
                },
                forced -> switch (kind) {
                    case WRITTEN -> new Event.Forced(file, metadata);
                    case READ -> new Event.PathForced(forced);
                    case FOLDER -> new Event.FolderForced(forced);
                });
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(readOnly(mode), position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return real.map(readOnly(mode), offset, size, arena);
    }

    private MapMode readOnly(MapMode mode) {
        if (mode != MapMode.READ_ONLY) {
            throw new UnsupportedOperationException("writes through a mapping are not recorded: " + path);
        }
        return mode;
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
