package reel.video.gop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;

/// A file or folder under a hidden name beside what it is to become; closed before [#publish], nothing is left
/// of it.
final class Draft implements AutoCloseable {
    private final Path target;
    private final Path hidden;
    private boolean published;

    private Draft(Path target, Path hidden) {
        this.target = target;
        this.hidden = hidden;
    }

    /// A draft for `target`, which must not be there.
    ///
    /// @param ending of the hidden name, where a program tells by it what to write; may be empty
    static Draft of(Path target, String ending) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        if (name == null || parent == null || Files.exists(absolute)) {
            throw new Refused(target.toString(), "is there already", "Take another name or remove it.");
        }
        if (!Files.isDirectory(parent)) {
            throw new Missing(parent.toString(), "no such folder", "Make it, or write elsewhere.");
        }
        String random =
                String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
        return new Draft(absolute, parent.resolve(".reel-part-" + name + "-" + random + ending));
    }

    private static Conflict there(Path target) {
        return new Conflict(target.toString(), "is there already", "Take another name or remove it.");
    }

    /// What is written to.
    Path path() {
        return hidden;
    }

    /// Opens it as a file, new.
    FileChannel create() throws IOException {
        return FileChannel.open(
                hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    /// Makes it durable and gives it its name, unless somebody else has taken that meanwhile.
    void publish() throws IOException {
        if (Files.isRegularFile(hidden)) {
            force(hidden);
        }
        try {
            if (Files.exists(target)) {
                throw there(target);
            }
            name();
        } catch (FileAlreadyExistsException first) {
            throw there(target);
        }
        published = true;
        forceFolder(target.getParent());
    }

    /// A link is made only where nothing is; a folder cannot be linked, and is not moved over another that holds
    /// files.
    private void name() throws IOException {
        if (Files.isRegularFile(hidden)) {
            try {
                Files.createLink(target, hidden);
                Files.delete(hidden);
                return;
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                if (noLinks instanceof FileAlreadyExistsException first) {
                    throw first;
                }
            }
        }
        Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notEverySystemCan) {
            // The file itself is durable; only its name may be lost with the power.
        }
    }

    /// `failure`, told as what the user can do about it where the disk is full.
    static IOException told(Path target, IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("no space left") || said.contains("quota exceeded") || said.contains("disk full")) {
            return new Exhausted(
                    target.toString(),
                    "the disk is full; nothing was left behind",
                    "Free some space, then try again.",
                    failure);
        }
        return failure;
    }

    @Override
    public void close() throws IOException {
        if (!published && Files.exists(hidden)) {
            remove(hidden);
        }
    }

    private static void remove(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes traits) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
