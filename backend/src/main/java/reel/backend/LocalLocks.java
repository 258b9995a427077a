package reel.backend;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Refused;

/// Locks on files below `locks/`, held by the kernel for this process. The files are never deleted.
///
/// Two bytes far behind the file's content are locked: the *turn*, held while waiting, so that new sharers line up
/// behind one who waits to be alone; and the lock itself. The content is a [HolderNote].
final class LocalLocks implements Locking {
    /// Behind anything ever written, so that Windows, where locks bind readers too, lets others read the note.
    private static final long TURN_BYTE = 1L << 40;

    private static final long LOCK_BYTE = TURN_BYTE + 1;

    /// Polls start at this distance and double up to the longest.
    private static final Duration FIRST_POLL = Duration.ofMillis(5);

    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    /// For the whole process: two backends on one folder must share the table.
    private static final NamedLock.Table TABLE = new NamedLock.Table();

    private record Key(Object root, Handle name) {}

    private final Path root;
    private final Object identity;

    private LocalLocks(Path root, Object identity) {
        this.root = root;
        this.identity = identity;
    }

    /// @param root a real path
    static LocalLocks in(Path root) throws IOException {
        Object fileKey = Files.readAttributes(root, BasicFileAttributes.class).fileKey();
        return new LocalLocks(root, Objects.requireNonNullElse(fileKey, root));
    }

    @Override
    public Lock lock(Handle name, boolean shared, Duration wait) throws IOException {
        Path file = root.resolve(Locking.requireLock(name).path());
        return TABLE.lock(
                new Key(identity, name), name, shared, wait, (asShared, deadline) -> take(file, asShared, deadline));
    }

    private static Lock take(Path file, boolean shared, long deadline) throws IOException {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean held = false;
            try {
                await(file, channel, shared, deadline);
                HolderNote.ofThisProcess().writeTo(channel);
                held = true;
                return () -> release(channel);
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
    }

    private static void await(Path file, FileChannel channel, boolean shared, long deadline) throws IOException {
        long pause = FIRST_POLL.toNanos();
        FileLock turn = null;
        while (true) {
            if (turn == null) {
                turn = tryLock(file, channel, TURN_BYTE, shared);
            }
            FileLock lock = turn == null ? null : tryLock(file, channel, LOCK_BYTE, shared);
            if (turn != null && (lock != null || shared)) {
                turn.release();
                turn = null;
            }
            if (lock != null) {
                return;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new Conflict(
                        file.toString(),
                        "held by " + HolderNote.readFrom(channel),
                        "Wait until it is done, then try again.");
            }
            sleep(file, Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_POLL.toNanos());
        }
    }

    private static @Nullable FileLock tryLock(Path file, FileChannel channel, long at, boolean shared) throws Refused {
        try {
            return channel.tryLock(at, 1, shared);
        } catch (OverlappingFileLockException heldHere) {
            // By code in this process that does not know our table; it counts like any other process.
            return null;
        } catch (IOException unsupported) {
            throw new Refused(
                    file.toString(),
                    "this file system has no locks (" + unsupported.getMessage() + ")",
                    "Mount it with locks, or keep the folder on another disk.",
                    unsupported);
        }
    }

    private static void sleep(Path file, long nanos) throws InterruptedIOException {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for " + file);
            stopped.initCause(interrupted);
            throw stopped;
        }
    }

    private static void release(FileChannel channel) throws IOException {
        try (channel) {
            HolderNote.ofThisProcess().clearFrom(channel);
        }
    }
}
