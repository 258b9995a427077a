package reel.testkit.power;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Passes everything to the real file system. With a journal it notes what changes a disk; with masks it tells of
/// files what they told before a power cut.
final class WatchedProvider extends FileSystemProvider {
    private static final String IDENTITY = "unix:ino,ctime,lastModifiedTime";

    private final WatchedFileSystem system;
    private final @Nullable Journal journal;
    private final Map<Long, WatchedFileSystem.Mask> masks;

    private final Set<String> denied;

    WatchedProvider(
            WatchedFileSystem system,
            @Nullable Journal journal,
            Map<Long, WatchedFileSystem.Mask> masks,
            Set<String> denied) {
        this.system = system;
        this.journal = journal;
        this.masks = masks;
        this.denied = denied;
    }

    private void requireReadable(Path real) throws AccessDeniedException {
        requireReachable(real);
        String below = denied.isEmpty() ? null : system.below(real);
        if (below != null && denied.contains(below)) {
            throw new AccessDeniedException(real.toString());
        }
    }

    /// Nothing is told of what lies in a denied folder, not even that it is there.
    private void requireReachable(Path real) throws AccessDeniedException {
        String below = denied.isEmpty() ? null : system.below(real);
        if (below != null && denied.stream().anyMatch(folder -> below.startsWith(folder + "/"))) {
            throw new AccessDeniedException(real.toString());
        }
    }

    private static Path real(Path path) {
        return WatchedFileSystem.unwrap(path);
    }

    private interface Change {
        void run() throws IOException;
    }

    private interface Naming {
        Event of(String path);
    }

    /// Makes a change to `path`, noted if it lies below the watched folder.
    private void change(Path path, Change change, Naming event) throws IOException {
        String below = journal == null ? null : system.below(real(path));
        if (journal == null || below == null) {
            change.run();
            return;
        }
        journal.note(
                () -> {
                    change.run();
                    return below;
                },
                event::of);
    }

    private String below(Path path) {
        String below = system.below(real(path));
        if (below == null) {
            throw new IllegalArgumentException(path + " leads out of the watched folder");
        }
        return below;
    }

    @Override
    public String getScheme() {
        return "watched";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("a watched file system is made by a recording");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return system.wrap(Path.of(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = real(path);
        requireReadable(real);
        String below = journal == null ? null : system.below(real);
        if (journal == null || below == null) {
            return FileChannel.open(real, options, attributes);
        }
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (!writes) {
            return WatchedChannel.read(
                    FileChannel.open(real, options, attributes), journal, below, Files.isDirectory(real));
        }
        int file = journal.nextFile();
        FileChannel opened = journal.note(
                () -> FileChannel.open(real, options, attributes),
                channel -> new Event.Opened(file, below, options.contains(StandardOpenOption.TRUNCATE_EXISTING)));
        return WatchedChannel.written(opened, journal, below, file, options.contains(StandardOpenOption.APPEND));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        requireReadable(real(folder));
        DirectoryStream<Path> stream =
                Files.newDirectoryStream(real(folder), entry -> filter.accept(system.wrap(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> entries = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Path next() {
                        return system.wrap(entries.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        change(folder, () -> Files.createDirectory(real(folder), attributes), Event.FolderMade::new);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        change(
                link,
                () -> Files.createSymbolicLink(real(link), real(target), attributes),
                path -> new Event.LinkMade(path, target.toString()));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        change(
                link,
                () -> Files.createLink(real(link), real(existing)),
                path -> new Event.Linked(path, below(existing)));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return system.wrap(Files.readSymbolicLink(real(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
        change(path, () -> Files.delete(real(path)), Event.Deleted::new);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (journal != null && system.below(real(target)) != null) {
            throw new UnsupportedOperationException("copies by the system are not recorded: " + target);
        }
        Files.copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        change(
                target,
                () -> Files.move(real(source), real(target), options),
                path -> new Event.Moved(below(source), path));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return Files.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Path real = real(path);
        requireReachable(real);
        real.getFileSystem().provider().checkAccess(real, modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        V view = Files.getFileAttributeView(real(path), type, options);
        return view == null || journal == null ? view : type.cast(new WatchedAttributes(view, this, path).wrapped());
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        requireReachable(real(path));
        return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        Path real = real(path);
        requireReachable(real);
        if (!attributes.startsWith("unix:")) {
            return Files.readAttributes(real, attributes, options);
        }
        Map<String, Object> told = new TreeMap<>(Files.readAttributes(real, attributes, options));
        Event.Identity identity = identity(real, options);
        WatchedFileSystem.Mask mask = masks.get(identity.inode());
        if (mask != null && mask.truth().equals(identity)) {
            told.replace("ino", mask.told().inode());
            told.replace("ctime", mask.told().changed());
            told.replace("lastModifiedTime", mask.told().modified());
        }
        String below = system.below(real);
        if (journal != null && below != null) {
            journal.add(new Event.Told(below, identity));
        }
        return told;
    }

    static Event.Identity identity(Path real, LinkOption... options) throws IOException {
        Map<String, Object> truth = Files.readAttributes(real, IDENTITY, options);
        return new Event.Identity((Long) attribute(truth, "ino"), (FileTime) attribute(truth, "ctime"), (FileTime)
                attribute(truth, "lastModifiedTime"));
    }

    private static Object attribute(Map<String, Object> view, String name) {
        return Objects.requireNonNull(view.get(name), name);
    }

    @Override
    public void setAttribute(Path path, String attribute, @Nullable Object value, LinkOption... options)
            throws IOException {
        if (journal != null && system.below(real(path)) != null) {
            throw new UnsupportedOperationException("not recorded: attribute " + attribute + " of " + path);
        }
        Files.setAttribute(real(path), attribute, value, options);
    }

    void timed(Path path, @Nullable FileTime modified, FileAttributeChange change) throws IOException {
        if (modified == null) {
            change.run();
        } else {
            change(path, change::run, below -> new Event.Timed(below, modified));
        }
    }

    void moded(Path path, boolean executable, FileAttributeChange change) throws IOException {
        change(path, change::run, below -> new Event.Moded(below, executable));
    }

    interface FileAttributeChange {
        void run() throws IOException;
    }
}
