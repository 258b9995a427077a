package reel.protect;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reel.protect.disk.Disk;
import reel.stream.Exhausted;

/// The machine's file system, full from one change on.
final class FaultyDisk implements Disk {
    private final long failAt;
    private final boolean forGood;
    private final AtomicLong steps = new AtomicLong();

    /// @param failAt  the change that fails, counted from 1
    /// @param forGood whether every later one fails too, as if the process had died there
    FaultyDisk(long failAt, boolean forGood) {
        this.failAt = failAt;
        this.forGood = forGood;
    }

    /// Changes that were tried.
    long steps() {
        return steps.get();
    }

    private void step(Path path) throws Exhausted {
        long now = steps.incrementAndGet();
        if (now == failAt || forGood && now > failAt) {
            throw new Exhausted(path.toString(), "the disk is full", "Free some space, then try again.");
        }
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        step(folder);
        LOCAL.makeFolder(folder);
    }

    @Override
    public OutFile write(Path file) throws IOException {
        step(file);
        OutFile out = LOCAL.write(file);
        return new OutFile() {
            @Override
            public void write(long offset, MemorySegment bytes) throws IOException {
                if (steps.get() + 1 == failAt && bytes.byteSize() > 1) {
                    // A full disk takes what still fits.
                    out.write(offset, bytes.asSlice(0, bytes.byteSize() / 2));
                }
                step(file);
                out.write(offset, bytes);
            }

            @Override
            public void truncate(long size) throws IOException {
                step(file);
                out.truncate(size);
            }

            @Override
            public void force() throws IOException {
                step(file);
                out.force();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public InFile read(Path file) throws IOException {
        return LOCAL.read(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step(to);
        LOCAL.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        step(path);
        LOCAL.delete(path);
    }

    @Override
    public void sync(Path folder) throws IOException {
        step(folder);
        LOCAL.sync(folder);
    }

    @Override
    public long room(Path folder) throws IOException {
        return LOCAL.room(folder);
    }

    @Override
    public List<String> names(Path folder, int most) throws IOException {
        return LOCAL.names(folder, most);
    }
}
