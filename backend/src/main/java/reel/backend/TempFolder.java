package reel.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One backend's own folder for unfinished writes: `tmp/<id>/`, beside `tmp/<id>.lock` which it keeps locked as
/// long as it lives.
///
/// A folder whose lock can be had belongs to a dead process and is deleted by whoever makes the next one. The
/// lock file comes first and goes last, so a folder without one is dead too.
final class TempFolder implements AutoCloseable {
    private static final String LOCK_SUFFIX = ".lock";
    private static final int ID_CHARS = 32;

    /// Ids in use by this process. Their lock files must never be opened here again: closing any descriptor of
    /// a file drops the process's locks on it.
    private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;
    private final String id;
    private final AtomicLong count = new AtomicLong();

    private TempFolder(Path folder, Path lockFile, FileChannel lock, String id) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
        this.id = id;
    }

    /// Makes a folder of its own in `tmp`, which exists.
    static TempFolder open(Path tmp) throws IOException {
        reclaim(tmp);
        SecureRandom random = new SecureRandom();
        while (true) {
            byte[] bytes = new byte[ID_CHARS / 2];
            random.nextBytes(bytes);
            TempFolder opened = tryOpen(tmp, HexFormat.of().formatHex(bytes));
            if (opened != null) {
                return opened;
            }
        }
    }

    /// Null when a reclaimer took the new lock file for a dead one before it was locked.
    private static @Nullable TempFolder tryOpen(Path tmp, String id) throws IOException {
        OURS.add(id);
        Path lockFile = tmp.resolve(id + LOCK_SUFFIX);
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            if (!lockUnlessUnsupported(channel) || !Files.exists(lockFile)) {
                return null;
            }
            Path folder = tmp.resolve(id);
            Files.createDirectory(folder);
            done = true;
            return new TempFolder(folder, lockFile, channel, id);
        } finally {
            if (!done) {
                Files.deleteIfExists(lockFile);
                channel.close();
                OURS.remove(id);
            }
        }
    }

    /// On a file system without locks nobody can lock, so nobody reclaims, and going on is safe.
    private static boolean lockUnlessUnsupported(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException unsupported) {
            return true;
        }
    }

    /// A file's name nobody can guess, not there yet.
    Path next() {
        return folder.resolve(Long.toString(count.getAndIncrement(), 36));
    }

    /// Deletes what dead processes left in `tmp`. What can not be deleted (another user's, or no locks here) costs
    /// space
    /// until its owner comes back, nothing else.
    private static synchronized void reclaim(Path tmp) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tmp)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String id = name.endsWith(LOCK_SUFFIX) ? name.substring(0, name.length() - LOCK_SUFFIX.length()) : name;
                if (id.length() == ID_CHARS && !OURS.contains(id)) {
                    reclaim(tmp.resolve(id), tmp.resolve(id + LOCK_SUFFIX));
                }
            }
        } catch (IOException | DirectoryIteratorException leftForLater) {
            // The next process tries again.
        }
    }

    private static void reclaim(Path folder, Path lockFile) {
        try {
            if (!Files.exists(lockFile)) {
                deleteFolder(folder);
                return;
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    deleteFolder(folder);
                    Files.deleteIfExists(lockFile);
                }
            }
        } catch (IOException | OverlappingFileLockException leftForLater) {
            // The next process tries again.
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            deleteFolder(folder);
            Files.deleteIfExists(lockFile);
        } finally {
            OURS.remove(id);
        }
    }
}
