package reel.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;

/// Objects as files below a folder of the local machine (or a network drive that behaves).
///
/// Order of a write: temporary file, its data synced, one atomic rename or link, the folder synced; the whole
/// protocol is docs/format/backend.md. Reading touches nothing, so a read-only folder can be read. Each read
/// opens a file of its own: an interrupt closes the interrupted thread's file and nobody else's.
public final class LocalBackend implements Backend {
    /// How long a create waits for other creates where links are missing; each takes milliseconds.
    private static final Duration CREATE_WAIT = Duration.ofMinutes(1);

    private static final Handle CREATE_LOCK = Handle.of(Locking.PREFIX + "create");

    private final Path root;
    private final boolean foldsCase;
    private final boolean links;
    private final DurableFolders folders;
    private final LocalLocks locks;
    private final Traits traits;
    private final Object tempGuard = new Object();
    private @Nullable TempFolder temp;
    private boolean closed;

    private LocalBackend(Path root, boolean foldsCase, boolean links, LocalLocks locks) {
        this.root = root;
        this.foldsCase = foldsCase;
        this.links = links;
        this.locks = locks;
        this.folders = new DurableFolders(root);
        this.traits = new Traits("local " + root, this::openSpool, this::map, locks, this::replace);
    }

    /// The objects below `root`, a folder that exists.
    public static LocalBackend open(Path root) throws IOException {
        return open(root, foldsCase(root), true);
    }

    /// The same, told what file system it is: for tests on another one.
    ///
    /// @param foldsCase whether the file system takes `a` and `A` for one name
    /// @param links     whether to try hard links
    public static LocalBackend open(Path root, boolean foldsCase, boolean links) throws IOException {
        if (!Files.exists(root)) {
            throw new Missing(root.toString(), "not there", "Check the path.");
        }
        if (!Files.isDirectory(root)) {
            throw new Refused(root.toString(), "is not a folder", "Name a folder.");
        }
        Path real = root.toRealPath();
        return new LocalBackend(real, foldsCase, links, LocalLocks.in(real));
    }

    /// Makes `root` and the folders above it where they are missing, then opens it.
    public static LocalBackend create(Path root) throws IOException {
        try {
            Path absolute = root.toAbsolutePath().normalize();
            Path existing = absolute;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            new DurableFolders(existing).prepare(absolute);
        } catch (IOException failure) {
            throw LocalFailure.writing(root, 0, failure);
        }
        return open(root);
    }

    /// A folder's own name in the other case leads to the folder itself only where case does not count. A name
    /// without letters says nothing; then the folder above decides.
    private static boolean foldsCase(Path root) throws IOException {
        if (!Files.exists(root)) {
            return false;
        }
        for (Path path = root.toRealPath(); path != null && path.getFileName() != null; path = path.getParent()) {
            String name = path.getFileName().toString();
            String upper = name.toUpperCase(Locale.ROOT);
            String other = upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
            if (!other.equals(name)) {
                Path twin = path.resolveSibling(other);
                return Files.exists(twin, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(path, twin);
            }
        }
        return false;
    }

    /// The folder, with symbolic links resolved.
    public Path root() {
        return root;
    }

    /// Bytes this user can still write to the disk.
    public long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        Path path = path(handle);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new Missing(path.toString(), "is a folder, not an object");
            }
            return new Stat(
                    handle, attributes.size(), attributes.lastModifiedTime().toInstant());
        } catch (IOException failure) {
            throw LocalFailure.reading(path, failure);
        }
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        try {
            new FolderListing(prefix, sink, FolderListing.MAX_NAMES).tell(root, "");
        } catch (IOException failure) {
            throw LocalFailure.reading(root, failure);
        }
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        Path path = path(handle);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemoryBackend.checkRange(handle, offset, into.byteSize(), channel.size());
            for (long at = 0; at < into.byteSize(); ) {
                long length = Math.min(LocalSpool.TRANSFER_BYTES, into.byteSize() - at);
                ByteBuffer piece = into.asSlice(at, length).asByteBuffer();
                int got = channel.read(piece, offset + at);
                if (got < 0) {
                    throw new Corrupt(path.toString(), offset + at, "more bytes", "a file that became shorter");
                }
                at += got;
            }
        } catch (IOException failure) {
            throw LocalFailure.reading(path, failure);
        }
    }

    private MemorySegment map(Handle handle, Arena arena) throws IOException {
        Path path = path(handle);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException failure) {
            throw LocalFailure.reading(path, failure);
        }
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        Path path = path(handle);
        if (isThere(path, source.size())) {
            inFolder(path, 0, () -> {});
            return;
        }
        try (LocalSpool spool = openSpool(handle.path())) {
            copy(source, spool);
            spool.publish(handle);
        }
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        Path path = path(handle);
        if (Files.exists(path)) {
            throw exists(path, null);
        }
        try (LocalSpool spool = openSpool(handle.path())) {
            copy(source, spool);
            spool.publishNew(handle);
        }
    }

    private void replace(Handle handle, Source source) throws IOException {
        try (LocalSpool spool = openSpool(handle.path())) {
            copy(source, spool);
            spool.publishInstead(handle);
        }
    }

    private static void copy(Source source, LocalSpool spool) throws IOException {
        long size = source.size();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, Math.min(size, LocalSpool.TRANSFER_BYTES)), 64);
            for (long at = 0; at < size; at += buffer.byteSize()) {
                MemorySegment piece = buffer.asSlice(0, Math.min(buffer.byteSize(), size - at));
                source.read(at, piece);
                spool.appendDirectly(piece);
            }
        }
    }

    @Override
    public void delete(Handle handle) throws IOException {
        Path path = path(handle);
        try {
            if (Files.isDirectory(path) || LocalFailure.isBelowFile(path)) {
                return;
            }
            Files.deleteIfExists(path);
            if (Files.isDirectory(parent(path))) {
                DurableFolders.sync(parent(path));
            }
        } catch (IOException failure) {
            throw LocalFailure.writing(path, 0, failure);
        }
    }

    /// Removes what unfinished spools left. Reads go on working, writes do not.
    @Override
    public void close() throws IOException {
        synchronized (tempGuard) {
            closed = true;
            if (temp != null) {
                temp.close();
                temp = null;
            }
        }
    }

    private LocalSpool openSpool(String name) throws IOException {
        Path tmp = root.resolve("tmp");
        try {
            synchronized (tempGuard) {
                if (closed) {
                    throw new IllegalStateException("closed: " + traits.name());
                }
                if (temp == null) {
                    Files.createDirectories(tmp);
                    temp = TempFolder.open(tmp);
                }
                return LocalSpool.open(this, name, temp.next());
            }
        } catch (IOException failure) {
            throw LocalFailure.writing(tmp, 0, failure);
        }
    }

    /// Gives a durable temporary file its name. An object of the same size is left; one of another size is
    /// damaged.
    void place(Path file, Handle handle, long size) throws IOException {
        Path path = path(handle);
        inFolder(path, size, () -> {
            if (!isThere(path, size)) {
                Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
            }
        });
    }

    /// Gives a durable temporary file its name, whatever has it now.
    void placeInstead(Path file, Handle handle, long size) throws IOException {
        Path path = path(handle);
        inFolder(path, size, () -> {
            if (Files.isDirectory(path)) {
                throw exists(path, null);
            }
            Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /// Gives a durable temporary file its name, or throws [Conflict] when the name is taken.
    void placeNew(Path file, Handle handle, long size) throws IOException {
        Path path = path(handle);
        inFolder(path, size, () -> {
            try {
                if (!links || !linked(path, file)) {
                    moveUnderLock(file, path);
                }
            } catch (FileAlreadyExistsException exists) {
                // A network file system may tell of a link it made itself, having made it twice.
                if (!Files.isSameFile(file, path)) {
                    throw exists(path, exists);
                }
            }
        });
    }

    /// False where the file system has no hard links.
    private static boolean linked(Path path, Path file) throws IOException {
        try {
            Files.createLink(path, file);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException real) {
            throw real;
        } catch (UnsupportedOperationException | FileSystemException unsupported) {
            return false;
        }
    }

    /// Rename replaces, so look and rename must not be interrupted by another create.
    private void moveUnderLock(Path file, Path path) throws IOException {
        try (Locking.Lock held = locks.lock(CREATE_LOCK, false, CREATE_WAIT)) {
            if (Files.exists(path)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private interface Placing {
        void run() throws IOException;
    }

    /// Runs `placing` with the path's folder there, and makes it durable. Somebody may tidy away empty folders, so
    /// a folder that was known and is gone is made once more.
    private void inFolder(Path path, long size, Placing placing) throws IOException {
        try {
            folders.prepare(parent(path));
            try {
                placing.run();
            } catch (NoSuchFileException gone) {
                folders.forget();
                folders.prepare(parent(path));
                placing.run();
            }
            DurableFolders.sync(parent(path));
        } catch (IOException failure) {
            throw LocalFailure.writing(path, size, failure);
        }
    }

    private static ReelException exists(Path path, @Nullable Throwable cause) {
        if (Files.isDirectory(path)) {
            return new Refused(path.toString(), "is a folder, not an object", null, cause);
        }
        return new Conflict(path.toString(), "exists already", null, cause);
    }

    private static boolean isThere(Path path, long size) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() && attributes.size() == size;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    private Path path(Handle handle) throws Refused {
        String path = handle.requireObject().path();
        if (foldsCase && !path.chars().allMatch(c -> c < 0x7F && !Character.isUpperCase(c))) {
            throw new Refused(
                    root + "/" + path,
                    "this file system does not tell upper from lower case, so only lower-case names are safe in it",
                    "Use a case-sensitive file system.");
        }
        try {
            return root.resolve(path);
        } catch (InvalidPathException unusable) {
            throw new Refused(
                    root + "/" + path, "this file system has no such name: " + unusable.getReason(), null, unusable);
        }
    }
}
