package reel.protect.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.backend.LocalFailure;
import reel.stream.Conflict;
import reel.stream.Refused;

/// The right to change one folder, held by the operating system for this process and gone with it.
///
/// The lock's file is deleted by its holder, so a finished folder holds symbols only. Whoever locks looks afterwards
/// whether the name still means the file that was locked.
public final class FolderLock implements AutoCloseable {
    static final String NAME = ".reel-lock";

    /// The kernel counts locks to the process, so threads of this one are told apart here.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Locks `folder`, which exists, or tells at once that somebody else has it: [Conflict].
    public static FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(NAME);
        if (!HELD.add(file)) {
            throw busy(folder);
        }
        boolean taken = false;
        try {
            FolderLock lock = null;
            while (lock == null) {
                lock = tryTake(folder, file);
            }
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private static @Nullable FolderLock tryTake(Path folder, Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
        boolean held = false;
        try {
            Object opened = Files.getAttribute(file, "basic:fileKey");
            if (lock(file, channel) == null) {
                throw busy(folder);
            }
            // The holder before may have deleted the file between our open and our lock.
            if (opened != null && !opened.equals(Files.getAttribute(file, "basic:fileKey"))) {
                return null;
            }
            held = true;
            return new FolderLock(file, channel);
        } catch (NoSuchFileException deletedMeanwhile) {
            return null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock lock(Path file, FileChannel channel) throws Refused {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        } catch (IOException unsupported) {
            throw new Refused(
                    file.toString(),
                    "this file system has no locks (" + unsupported.getMessage() + ")",
                    "Encode into a folder on another disk.",
                    unsupported);
        }
    }

    private static Conflict busy(Path folder) {
        return new Conflict(
                folder.toString(),
                "another command is writing symbols there",
                "Wait until it is done, or name another folder.");
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(file);
        }
    }
}
