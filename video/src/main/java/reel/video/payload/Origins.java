package reel.video.payload;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.video.work.DiskFailure;
import reel.video.work.WorkFolder;

/// What is to be encoded, found on disk: files and folders with all below, each under its own last name.
public final class Origins {
    private final List<Origin> found = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private Origins() {}

    /// Everything below `sources`, sorted by name within a folder.
    public static Origins of(List<Path> sources) throws IOException {
        Origins origins = new Origins();
        for (Path source : sources) {
            origins.add(source);
        }
        return origins;
    }

    /// A stream of unknown length, as a file of this name.
    public static Origins of(java.io.InputStream stream, String name) throws Refused {
        Origins origins = new Origins();
        String wrong = SafePath.wrong(name);
        if (wrong != null || name.contains("/")) {
            throw new Refused(name, "is no name for a file", "Give a plain name.");
        }
        Entry entry = Entry.file(name, Entry.UNKNOWN_SIZE, -1, null);
        origins.found.add(new Origin(entry, "the standard input", () -> Channels.newChannel(stream)));
        return origins;
    }

    public List<Origin> found() {
        return List.copyOf(found);
    }

    /// What is no file, folder or harmless link, with the reason.
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    private void add(Path source) throws IOException {
        Path real = source.toAbsolutePath().normalize();
        Path name = real.getFileName();
        if (name == null) {
            throw new Refused(source.toString(), "has no name to be kept under", "Name the folders in it.");
        }
        if (!Files.exists(source)) {
            throw new Missing(source.toString(), "is not there", "Correct the name.");
        }
        if (!names.add(name.toString())) {
            throw new Refused(
                    source.toString(), "has the same name as another one", "Rename it, or encode the folder above.");
        }
        Files.walkFileTree(
                Files.isSymbolicLink(real) ? real.toRealPath() : real,
                EnumSet.noneOf(FileVisitOption.class),
                Integer.MAX_VALUE,
                new Walk(name.toString(), Files.isSymbolicLink(real) ? real.toRealPath() : real));
        found.sort(Comparator.comparing(origin -> origin.entry().path().replace('/', '\0')));
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final String top;
        private final Path root;

        Walk(String top, Path root) {
            this.top = top;
            this.root = root;
        }

        private String path(Path file) {
            Path below = root.relativize(file);
            return below.toString().isEmpty()
                    ? top
                    : top + "/" + below.toString().replace('\\', '/');
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (WorkFolder.isOne(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            keep(folder, Entry.Kind.FOLDER, attributes, null);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new java.io.InterruptedIOException("interrupted");
            }
            if (attributes.isSymbolicLink()) {
                Path target = Files.readSymbolicLink(file);
                if (!isText(target)) {
                    skipped.add(file + ": what it links to is no text");
                } else if (SafePath.staysInside(path(file), target.toString())) {
                    keep(file, Entry.Kind.LINK, attributes, target.toString());
                } else {
                    skipped.add(file + ": a link that leads elsewhere");
                }
            } else if (attributes.isRegularFile()) {
                keep(file, Entry.Kind.FILE, attributes, null);
            } else {
                skipped.add(file + ": no file, folder or link");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw DiskFailure.reading(file.toString(), failure);
        }

        private void keep(
                Path file,
                Entry.Kind kind,
                BasicFileAttributes attributes,
                @org.jspecify.annotations.Nullable String target) {
            String path = path(file);
            if (!isText(root.relativize(file))) {
                skipped.add(file + ": its name is no text");
                return;
            }
            if (SafePath.wrong(path) != null) {
                skipped.add(file + ": its name " + SafePath.wrong(path));
                return;
            }
            long size = kind == Entry.Kind.FILE ? attributes.size() : 0;
            var time = attributes.lastModifiedTime().toInstant();
            Entry entry = new Entry(kind, path, size, mode(file), time, target);
            found.add(new Origin(entry, file.toString(), () -> open(file)));
        }
    }

    /// Whether a name is what its text says: bytes that are no text all look alike, and would come back as other ones.
    private static boolean isText(Path name) {
        return name.getFileSystem().getPath(name.toString()).equals(name);
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException failure) {
            throw DiskFailure.reading(file.toString(), failure);
        }
    }

    private static int mode(Path file) {
        try {
            int mode = 0;
            var permissions = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .permissions();
            for (PosixFilePermission permission : permissions) {
                mode |= 0400 >> permission.ordinal();
            }
            return mode;
        } catch (IOException | UnsupportedOperationException unknown) {
            return -1;
        }
    }
}
