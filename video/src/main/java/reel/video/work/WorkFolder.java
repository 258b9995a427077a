package reel.video.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import reel.stream.Conflict;
import reel.stream.Refused;

/// A hidden folder beside what is being made, held by this process: everything lies in it until all of it is there.
///
/// It holds a plan, which says of what and how. When an earlier run was killed, one of the same plan finds its work
/// again; any other starts with an empty folder. However a run ends by itself, the folder goes.
public final class WorkFolder implements AutoCloseable {
    private static final String PLAN = "plan";
    private static final String LOCK = "lock";
    private static final String SUFFIX = ".reel-video";
    private static final String PIPE = "pipe-";
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Path folder;
    private final FileChannel lock;
    private final boolean resumed;

    private WorkFolder(Path folder, FileChannel lock, boolean resumed) {
        this.folder = folder;
        this.lock = lock;
        this.resumed = resumed;
    }

    /// The work folder of `target`, in the folder where that will be, which must exist.
    ///
    /// @param plan empty for work that never goes on
    public static WorkFolder open(Path target, String plan) throws IOException {
        Path name = target.toAbsolutePath().normalize().getFileName();
        Path folder = target.toAbsolutePath().normalize().resolveSibling("." + name + SUFFIX);
        try {
            while (true) {
                WorkFolder opened = tryOpen(folder, plan);
                if (opened != null) {
                    return opened;
                }
            }
        } catch (IOException failure) {
            throw DiskFailure.writing(folder.toString(), failure);
        }
    }

    /// A work folder among the system's temporary files.
    public static WorkFolder temporary() throws IOException {
        Path root = Path.of(System.getProperty("java.io.tmpdir", "."));
        clean(root);
        return open(root.resolve(PIPE + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet()), "");
    }

    /// Removes what runs that were killed have left in a folder of temporary files.
    private static void clean(Path root) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, "." + PIPE + "*" + SUFFIX)) {
            for (Path folder : left) {
                String name = folder.getFileName().toString();
                String target = name.substring(1, name.length() - SUFFIX.length());
                try (WorkFolder abandoned = open(root.resolve(target), "")) {
                    assert !abandoned.resumed();
                } catch (IOException busyOrSomebodyElses) {
                    continue;
                }
            }
        } catch (IOException unreadable) {
            return;
        }
    }

    /// Whether a folder is one of these.
    public static boolean isOne(Path folder) {
        Path name = folder.getFileName();
        return name != null
                && name.toString().startsWith(".")
                && name.toString().endsWith(SUFFIX);
    }

    private static @org.jspecify.annotations.Nullable WorkFolder tryOpen(Path folder, String plan) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(folder.toString(), "is in the way of unfinished work", "Move it away.");
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(LOCK);
        FileChannel lock;
        try {
            lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException deletedMeanwhile) {
            return null;
        }
        boolean held = false;
        try {
            if (!locked(lock)) {
                throw new Conflict(folder.toString(), "another command is writing there", "Wait until it is done.");
            }
            // The holder before may have deleted the folder between our open and our lock.
            if (!Files.exists(file)) {
                return null;
            }
            boolean resumed = !plan.isEmpty() && plan.equals(plan(folder));
            if (!resumed) {
                empty(folder);
                Files.writeString(folder.resolve(PLAN), plan);
            }
            held = true;
            return new WorkFolder(folder, lock, resumed);
        } finally {
            if (!held) {
                lock.close();
            }
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            FileLock taken = lock.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        }
    }

    private static String plan(Path folder) throws IOException {
        Path plan = folder.resolve(PLAN);
        return Files.isRegularFile(plan) && Files.size(plan) < 1 << 26 ? Files.readString(plan) : "";
    }

    private static void empty(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        // The plan goes first: what a stop in between leaves is never gone on with.
        Files.deleteIfExists(folder.resolve(PLAN));
        for (Path file : all) {
            if (!file.equals(folder) && !file.equals(folder.resolve(LOCK))) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    boolean unused = file.toFile().setWritable(true);
                }
                Files.deleteIfExists(file);
            }
        }
    }

    public Path path() {
        return folder;
    }

    /// Whether there may be work of a run that was killed.
    public boolean resumed() {
        return resumed;
    }

    /// Gives a finished file its name, durably. [Refused] where something is there and may not be replaced.
    public static void publish(Path finished, Path target, boolean replace) throws IOException {
        try {
            try (FileChannel file = FileChannel.open(finished, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            move(finished, target, replace);
            sync(target.toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw DiskFailure.writing(target.toString(), failure);
        }
    }

    /// Whether a file may take the place of what is there: of a file or a link, never of a folder or a device.
    public static boolean mayBeReplaced(Path there) {
        return Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(there);
    }

    /// [Refused] where `target` is one of the files that are read, or lies in a folder that is.
    public static void requireApart(Path target, List<Path> sources) throws IOException {
        Path above = target.toAbsolutePath().normalize().getParent();
        if (above == null || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path itself = above.toRealPath().resolve(target.getFileName());
        Path meant = Files.exists(target) ? target.toRealPath() : itself;
        for (Path source : sources) {
            if (Files.exists(source)) {
                Path read = source.toRealPath();
                if (itself.startsWith(read) || meant.startsWith(read)) {
                    throw new Refused(target.toString(), "would replace what it is made from", "Give another name.");
                }
            }
        }
    }

    /// Moves within the disk; a folder or a device in the way is never replaced.
    public static void move(Path from, Path to, boolean replace) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && (!replace || !mayBeReplaced(to))) {
            throw inTheWay(to);
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException elsewhere) {
            throw new Refused(to.toString(), "is on another disk than its folder", "Write elsewhere.", elsewhere);
        }
    }

    public static Refused inTheWay(Path target) {
        if (!mayBeReplaced(target)) {
            String what = Files.isDirectory(target) ? "is a folder" : "is a device, a pipe or a socket";
            return new Refused(target.toString(), what, "Give another name.");
        }
        return new Refused(target.toString(), "is there already", "Give another name, or --force to replace it.");
    }

    /// Makes names in a folder durable, where the system can.
    public static void sync(@org.jspecify.annotations.Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // Windows opens no folders; their names are durable there by themselves.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        try (lock) {
            empty(folder);
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
