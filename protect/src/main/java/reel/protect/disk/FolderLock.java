package reel.protect.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
import reel.stream.Missing;
import reel.stream.Refused;

/// The right to change one folder, or to write one file, held by the operating system for this process and gone with
/// it.
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
        return take(folder.toRealPath().resolve(NAME), busy(folder, "is writing symbols there"), true);
    }

    /// Locks the name of a file that will be written, or tells at once that somebody else writes it: [Conflict].
    /// Where the file system has no locks it goes without.
    public static FolderLock takeName(Path output) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Missing(String.valueOf(folder), "there is no such folder", "Make it, or name another.");
        }
        Path file = folder.toRealPath().resolve(SafeFile.hidden(output, NAME));
        return take(file, busy(output, "is writing it"), false);
    }

    private static FolderLock take(Path file, Conflict busy, boolean must) throws IOException {
        if (!HELD.add(file)) {
            throw busy;
        }
        boolean taken = false;
        try {
            FolderLock lock = null;
            while (lock == null) {
                lock = tryTake(file, busy, must);
            }
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private static @Nullable FolderLock tryTake(Path file, Conflict busy, boolean must) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
        boolean held = false;
        try {
            Object opened = Files.getAttribute(file, "basic:fileKey");
            if (!lock(file, channel, must)) {
                throw busy;
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

    private static boolean lock(Path file, FileChannel channel, boolean must) throws Refused {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        } catch (IOException unsupported) {
            if (!must) {
                return true;
            }
            throw new Refused(
                    file.toString(),
                    "this file system has no locks (" + unsupported.getMessage() + ")",
                    "Encode into a folder on another disk.",
                    unsupported);
        }
    }

    private static Conflict busy(Path path, String doing) {
        return new Conflict(path.toString(), "another command " + doing, "Wait until it is done, or name another.");
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
