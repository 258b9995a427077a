package reel.history.workspace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;

/// The right to write one working folder's stage and files. The system drops it when the process dies, so it is
/// never stale.
///
/// Commands that only look (`status`, `log`, `diff`) never take it.
public final class WorkspaceLock implements AutoCloseable {
    private static final long POLL_MILLIS = 20;
    private static final int MAX_HOLDER_BYTES = 256;

    /// Held by this process. A second channel to a locked file must not even be opened: on Linux closing it
    /// would drop the lock of the first.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private WorkspaceLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes the lock, waiting up to `wait` for another command; then [Conflict], naming the holder.
    public static WorkspaceLock acquire(WorkingFolder folder, Duration wait) throws IOException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            WorkspaceLock held = tryAcquire(folder);
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new Conflict(
                        folder.root().toString(),
                        "another reel command is changing this workspace" + holder(folder.lockFile()),
                        "Wait for it to end, then run the command again.");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for a lock");
                stopped.initCause(interrupted);
                throw stopped;
            }
        }
    }

    /// Takes the lock if it is free, else null.
    public static @Nullable WorkspaceLock tryAcquire(WorkingFolder folder) throws IOException {
        Path file = folder.lockFile();
        if (!HELD_HERE.add(file)) {
            return null;
        }
        WorkspaceLock held = null;
        try {
            held = open(file);
            return held;
        } finally {
            if (held == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static @Nullable WorkspaceLock open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        WorkspaceLock held = null;
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                held = new WorkspaceLock(file, channel, lock);
                Files.writeString(
                        holderFile(file), "process " + ProcessHandle.current().pid());
            }
            return held;
        } finally {
            if (held == null) {
                channel.close();
            }
        }
    }

    private static Path holderFile(Path lockFile) {
        return lockFile.resolveSibling("lock.holder");
    }

    private static String holder(Path lockFile) {
        try (FileChannel channel = FileChannel.open(holderFile(lockFile), StandardOpenOption.READ)) {
            ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
            int length = channel.read(text, 0);
            return length <= 0 ? "" : " (" + new String(text.array(), 0, length, StandardCharsets.UTF_8) + ")";
        } catch (IOException unknown) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
        } finally {
            channel.close();
            HELD_HERE.remove(file);
        }
    }
}
