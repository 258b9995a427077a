package reel.protect.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import reel.stream.Conflict;

/// The file that is protected: read once, and watched for changes meanwhile.
public final class SourceFile implements AutoCloseable {
    private final Disk disk;
    private final Path path;
    private final Disk.InFile file;
    private final long modifiedNanos;

    private SourceFile(Disk disk, Path path, Disk.InFile file, long modifiedNanos) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.modifiedNanos = modifiedNanos;
    }

    public static SourceFile open(Disk disk, Path path) throws IOException {
        Disk.InFile file = disk.read(path);
        boolean opened = false;
        try {
            SourceFile source = new SourceFile(disk, path, file, file.modifiedNanos());
            opened = true;
            return source;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    public Path path() {
        return path;
    }

    public long size() {
        return file.size();
    }

    /// When it was changed last, in nanoseconds since 1970.
    public long modifiedNanos() {
        return modifiedNanos;
    }

    /// Fills all of `into`; [Conflict] where the file has become shorter.
    public void read(long offset, MemorySegment into) throws IOException {
        file.read(offset, into);
    }

    /// [Conflict] if somebody wrote to the file since it was opened.
    public void requireUnchanged() throws IOException {
        try (Disk.InFile now = disk.read(path)) {
            if (now.size() != size() || now.modifiedNanos() != modifiedNanos) {
                throw new Conflict(
                        path.toString(),
                        "it changed while it was encoded: " + size() + " bytes became " + now.size()
                                + (now.size() == size() ? " of another time" : ""),
                        "Wait until nobody writes to it, then encode again.");
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
