package reel.testkit.power;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The default file system, seen through a [WatchedProvider]. Only paths made by it are watched.
final class WatchedFileSystem extends FileSystem {
    private final FileSystem real;
    private final WatchedProvider provider;
    private final Path root;

    /// @param masks what files tell of themselves instead of the truth, by true inode
    /// @param denied paths below the root that nobody may read
    private WatchedFileSystem(Path root, @Nullable Journal journal, Map<Long, Mask> masks, Set<String> denied) {
        this.real = root.getFileSystem();
        this.root = root;
        this.provider = new WatchedProvider(this, journal, masks, denied);
    }

    /// `root`, a real folder, with everything done below it noted.
    static Path recorded(Path root, Journal journal) {
        return new WatchedFileSystem(root, journal, Map.of(), Set.of()).wrap(root);
    }

    /// `root`, a real folder, whose files tell what they told before the power was lost.
    static Path masked(Path root, Map<Long, Mask> masks) {
        return new WatchedFileSystem(root, null, masks, Set.of()).wrap(root);
    }

    /// `root`, a real folder, some of whose files and folders nobody may read, not even the superuser.
    static Path denying(Path root, Set<String> denied) {
        return new WatchedFileSystem(root, null, Map.of(), denied).wrap(root);
    }

    /// What a file tells instead of the truth, for as long as the truth stays what it was.
    record Mask(Event.Identity truth, Event.Identity told) {}

    Path wrap(Path path) {
        return new WatchedPath(this, path);
    }

    /// The real path of one of ours or of anyone's.
    static Path unwrap(Path path) {
        return path instanceof WatchedPath watched ? watched.real() : path;
    }

    /// Where a real path lies below the root, `/` between names; null where it does not.
    @Nullable
    String below(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.startsWith(root)) {
            return null;
        }
        List<String> names = new ArrayList<>();
        root.relativize(absolute).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("nobody may close this file system");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        List<Path> roots = new ArrayList<>();
        real.getRootDirectories().forEach(path -> roots.add(wrap(path)));
        return roots;
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = real.getPathMatcher(pattern);
        return path -> matcher.matches(unwrap(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("no watching of a watched file system");
    }
}
