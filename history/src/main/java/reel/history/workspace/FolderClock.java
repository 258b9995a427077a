package reel.history.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The clock that stamps files in a folder: that of its file system, which may be a server's.
///
/// It is read once from a fresh file; then the JVM's monotonic clock carries it on.
public final class FolderClock {
    /// Linux stamps files from a clock that ticks every 1 to 10 ms; twice the longest is safe.
    private static final long FINE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /// File systems that show whole seconds may be FAT, which keeps every other second only.
    private static final long COARSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /// A time further ahead than this is no result of an edit now.
    private static final long AHEAD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final long offsetNanos;
    private final long granularityNanos;

    private FolderClock(long offsetNanos, long granularityNanos) {
        this.offsetNanos = offsetNanos;
        this.granularityNanos = granularityNanos;
    }

    /// Reads the clock of the file system under `folder`.
    public static FolderClock read(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "clock", null);
        try {
            long stamp = FileStat.of(probe).mtimeNanos();
            boolean coarse = stamp % TimeUnit.SECONDS.toNanos(1) == 0;
            return new FolderClock(stamp - System.nanoTime(), coarse ? COARSE_NANOS : FINE_NANOS);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /// A clock that says what it is told, for tests and for folders that cannot be written. @param nowNanos now
    public static FolderClock at(long nowNanos) {
        return new FolderClock(nowNanos - System.nanoTime(), COARSE_NANOS);
    }

    public long nowNanos() {
        return offsetNanos + System.nanoTime();
    }

    /// Whether a file last modified at `mtimeNanos` may be edited after `atNanos` and keep that time: then its
    /// stat proves nothing and its bytes must be looked at.
    public boolean isRacy(long mtimeNanos, long atNanos) {
        return mtimeNanos >= atNanos - granularityNanos && mtimeNanos <= atNanos + AHEAD_NANOS;
    }
}
