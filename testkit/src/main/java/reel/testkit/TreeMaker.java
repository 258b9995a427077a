package reel.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Random file trees, and random edits to them, as a media project has them and worse.
///
/// What the file system refuses (some names, links) is left out: take a [TreeSnapshot] to know what is there.
public final class TreeMaker {
    private static final int MAX_DEPTH = 5;

    private final RandomGenerator random;
    private final int maxFileBytes;
    private long serial;

    private TreeMaker(RandomGenerator random, int maxFileBytes) {
        this.random = random;
        this.maxFileBytes = maxFileBytes;
    }

    /// Files of up to 256 KiB, most much smaller.
    public static TreeMaker of(RandomGenerator random) {
        return new TreeMaker(random, 256 << 10);
    }

    public static TreeMaker of(RandomGenerator random, int maxFileBytes) {
        return new TreeMaker(random, maxFileBytes);
    }

    /// Makes `files` plain files in random folders below `root`, some folders empty.
    public void plain(Path root, int files) throws IOException {
        List<Path> folders = new ArrayList<>();
        Files.createDirectories(root);
        folders.add(root);
        for (int i = 0; i < files; i++) {
            if (random.nextInt(6) == 0) {
                Path parent = pick(folders);
                if (parent.getNameCount() - root.getNameCount() < MAX_DEPTH) {
                    folders.add(Files.createDirectories(parent.resolve(freshName("folder"))));
                }
            }
            file(pick(folders).resolve(freshName("file") + pick(List.of(".mov", ".wav", ".txt", ".json", ""))));
        }
    }

    /// Makes a tree with every nasty name as a file and as a folder, links of every kind, empty folders,
    /// special bits and times, and `files` plain files.
    public void nasty(Path root, int files) throws IOException {
        plain(root, files);
        Path names = Files.createDirectories(root.resolve("names"));
        for (byte[] name : NastyNames.all()) {
            attempt(() -> file(ByteNames.resolve(names, name)));
        }
        Path folders = Files.createDirectories(root.resolve("folders"));
        for (byte[] name : NastyNames.all()) {
            attempt(() -> {
                Path folder = Files.createDirectory(ByteNames.resolve(folders, name));
                if (random.nextBoolean()) {
                    file(ByteNames.resolve(folder, name));
                }
            });
        }
        links(Files.createDirectories(root.resolve("links")));
        times(Files.createDirectories(root.resolve("times")));
        Files.createDirectories(root.resolve("empty/in/empty"));
        Path deep = root.resolve("deep");
        for (int i = 0; i < 12; i++) {
            deep = deep.resolve("d".repeat(40));
        }
        Files.createDirectories(deep);
        file(deep.resolve("bottom"));
    }

    private void links(Path folder) throws IOException {
        file(folder.resolve("target"));
        for (String[] link : new String[][] {
            {"to-file", "target"},
            {"to-folder", "../names"},
            {"to-parent", ".."},
            {"to-itself", "to-itself"},
            {"loop-a", "loop-b"},
            {"loop-b", "loop-a"},
            {"dangling", "no/such/file"},
            {"outside", "../../../../outside"},
            {"absolute", "/etc/hostname"},
            {"long", "x/".repeat(500) + "y"}
        }) {
            attempt(() -> Files.createSymbolicLink(folder.resolve(link[0]), Path.of(link[1])));
        }
    }

    private void times(Path folder) throws IOException {
        for (String time : List.of(
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1901-12-14T00:00:00Z",
                "2038-01-19T03:14:08Z",
                "2026-06-15T12:34:56.123456789Z",
                "2200-01-01T00:00:00.000000001Z")) {
            Path path = folder.resolve("at" + time.replace(':', '.'));
            file(path);
            attempt(() -> Files.setLastModifiedTime(path, FileTime.from(Instant.parse(time))));
        }
    }

    /// A file of random kind and size, sometimes executable, with a past time to the nanosecond.
    public void file(Path path) throws IOException {
        Data kind = Data.values()[random.nextInt(Data.values().length)];
        kind.file(random, path, size());
        if (random.nextInt(8) == 0) {
            flipExecutable(path);
        }
        date(path);
    }

    /// Small sizes are frequent; 0 and 1 are not rare.
    private int size() {
        int bits = random.nextInt(33 - Integer.numberOfLeadingZeros(maxFileBytes));
        return (int) Math.min(maxFileBytes, bits == 0 ? random.nextInt(2) : random.nextLong(1L << bits));
    }

    private void date(Path path) throws IOException {
        long second = random.nextLong(946_684_800L, 1_767_225_600L);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000))));
    }

    /// Makes `count` random edits below `root`: change, insert, append, truncate, delete, rename, new file, new
    /// folder, executable bit, file to link. Answers what was done, a line each.
    public List<String> edit(Path root, int count) throws IOException {
        List<String> done = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Path> files = regularFiles(root);
            if (files.isEmpty()) {
                plain(root, 3);
                continue;
            }
            Path file = pick(files);
            String shown = ByteNames.show(ByteNames.of(file));
            done.add(shown + ": " + editOne(file));
        }
        return done;
    }

    private static List<Path> regularFiles(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            && !path.startsWith(root.resolve(".reel")))
                    .sorted(Comparator.comparing(path -> path.toUri().getRawPath()))
                    .toList();
        }
    }

    private String editOne(Path file) throws IOException {
        return switch (random.nextInt(10)) {
            case 0 -> {
                Files.delete(file);
                yield "deleted";
            }
            case 1 -> {
                String name = freshName("renamed");
                Files.move(file, file.resolveSibling(name));
                yield "renamed to " + name;
            }
            case 2 -> {
                file(file.resolveSibling(freshName("new")));
                yield "new file beside it";
            }
            case 3 -> {
                Path folder = Files.createDirectory(file.resolveSibling(freshName("folder")));
                Files.move(file, folder.resolve("moved"));
                yield "moved into a new folder";
            }
            case 4 -> {
                flipExecutable(file);
                yield "executable bit flipped";
            }
            case 5 -> {
                Files.delete(file);
                attempt(() -> Files.createSymbolicLink(file, Path.of("replaced-by-link")));
                yield "replaced by a link";
            }
            default -> changeContent(file);
        };
    }

    private String changeContent(Path file) throws IOException {
        byte[] old = Files.readAllBytes(file);
        int at = random.nextInt(old.length + 1);
        byte[] piece = Data.NOISE.bytes(random, random.nextInt(1, 2000));
        ByteBuffer changed = switch (random.nextInt(4)) {
            case 0 ->
                ByteBuffer.allocate(old.length + piece.length)
                        .put(old, 0, at)
                        .put(piece)
                        .put(old, at, old.length - at);
            case 1 -> ByteBuffer.allocate(old.length + piece.length).put(old).put(piece);
            case 2 -> ByteBuffer.allocate(at).put(old, 0, at);
            default -> overwritten(old, at, piece);
        };
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            changed.flip();
            while (changed.hasRemaining()) {
                channel.write(changed);
            }
        }
        return "content changed at " + at;
    }

    private static ByteBuffer overwritten(byte[] old, int at, byte[] piece) {
        byte[] changed = old.clone();
        System.arraycopy(piece, 0, changed, at, Math.min(piece.length, old.length - at));
        return ByteBuffer.allocate(changed.length).put(changed);
    }

    private static void flipExecutable(Path path) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null) {
            Set<PosixFilePermission> permissions = posix.readAttributes().permissions();
            if (!permissions.remove(PosixFilePermission.OWNER_EXECUTE)) {
                permissions.add(PosixFilePermission.OWNER_EXECUTE);
            }
            posix.setPermissions(permissions);
        }
    }

    private String freshName(String base) {
        return base + serial++ + "-" + Integer.toString(random.nextInt(36 * 36), 36);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private interface Making {
        void run() throws IOException;
    }

    /// Runs what this file system may refuse.
    private static void attempt(Making making) throws IOException {
        try {
            making.run();
        } catch (FileSystemException | java.nio.file.InvalidPathException | UnsupportedOperationException refused) {
            // The snapshot tells what is there.
        }
    }

    /// A UTF-8 name, for tests that want one of their own.
    public static Path utf8(Path folder, String name) {
        return ByteNames.resolve(folder, name.getBytes(StandardCharsets.UTF_8));
    }
}
