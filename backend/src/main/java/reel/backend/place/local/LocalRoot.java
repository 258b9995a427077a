package reel.backend.place.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.backend.LocalFailure;
import reel.backend.place.NameRules;
import reel.stream.Refused;

/// The folder that a [LocalPlace] shows: turns its paths into files and keeps them inside.
final class LocalRoot {
    /// How long a folder that was found inside is believed to stay there: looking costs as much as writing a
    /// small file, and trees are written folder by folder.
    private static final long BELIEF_NANOS = Duration.ofMillis(100).toNanos();

    private static final int MOST_BELIEFS = 4096;

    private final Path root;
    private final Map<Path, Long> inside = new ConcurrentHashMap<>();

    LocalRoot(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path path() {
        return root;
    }

    /// The file of `path`, whose folder lies inside as far as it exists; the file itself may be a link to
    /// anywhere.
    Path resolve(NameRules names, String path) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted at " + path);
        }
        if (path.isEmpty()) {
            return root;
        }
        names.require(root.toString(), path);
        Path file = LocalNames.resolve(root, path);
        requireInside(parent(file));
        return file;
    }

    static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    /// That `folder`, as far as it exists, is the root or below it with every link followed.
    void requireInside(Path folder) throws IOException {
        long now = System.nanoTime();
        if (folder.equals(root) || seen(folder, now) != null || isPlain(folder, now)) {
            return;
        }
        // The root first: whoever makes it meanwhile only makes the other path longer.
        Path realRoot = realOfExisting(root);
        Path real = realOfExisting(folder);
        if (!real.startsWith(realRoot)) {
            throw new Refused(
                    folder.toString(),
                    "leads through a symbolic link to " + real + ", outside of " + root,
                    "Remove the link, or name the folder it leads to.");
        }
        believe(folder, now);
    }

    /// When `folder` was found inside; null where that is too long ago.
    private @Nullable Long seen(Path folder, long now) {
        Long seen = inside.get(folder);
        return seen != null && now - seen < BELIEF_NANOS ? seen : null;
    }

    private void believe(Path folder, long since) {
        if (inside.size() >= MOST_BELIEFS) {
            inside.clear();
        }
        inside.put(folder, since);
    }

    /// Whether no link lies between `folder` and what is known to be inside above it. Following every link of the
    /// whole path costs the square of its depth, for each folder of a tree.
    private boolean isPlain(Path folder, long now) {
        Deque<Path> unseen = new ArrayDeque<>();
        long since = now;
        for (Path at = folder; !at.equals(root); at = at.getParent()) {
            Long seen = seen(at, now);
            if (seen != null) {
                since = seen;
                break;
            }
            unseen.push(at);
            if (at.getParent() == null) {
                return false;
            }
        }
        for (Path at : unseen) {
            try {
                if (Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isSymbolicLink()) {
                    return false;
                }
            } catch (NoSuchFileException nothingBelow) {
                // Unless it is the root itself that is not there.
                return !root.equals(at.getParent());
            } catch (IOException unclear) {
                return false;
            }
            believe(at, since);
        }
        return true;
    }

    /// Forgets what is believed, when links or folders change.
    void forget() {
        inside.clear();
    }

    private static Path realOfExisting(Path path) throws IOException {
        for (Path at = path; at != null; at = at.getParent()) {
            try {
                return at.toRealPath();
            } catch (NoSuchFileException | NotDirectoryException above) {
                // A link to nowhere cannot be gone through, but made to lead somewhere at any moment.
                if (Files.isSymbolicLink(at)) {
                    throw new Refused(at.toString(), "is a symbolic link to nowhere", "Remove the link.", above);
                }
            } catch (IOException failure) {
                if (!LocalFailure.isBelowFile(at)) {
                    throw LocalFailure.reading(at, failure);
                }
            }
        }
        throw new Refused(path.toString(), "is on no disk of this machine");
    }

    /// Makes `folder` and those above it where they are missing.
    void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (java.nio.file.FileAlreadyExistsException file) {
            throw new Refused(
                    folder.toString(), "a file is where a folder should be", "Remove it or choose another name.", file);
        } catch (IOException failure) {
            throw LocalFailure.writing(folder, 0, failure);
        }
    }

    static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
