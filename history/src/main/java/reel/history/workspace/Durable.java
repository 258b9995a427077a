package reel.history.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Makes files and names survive a power failure.
public final class Durable {
    /// Fewer files are faster forced one by one, and what other programs write is not waited for.
    private static final int WORTH_ONE_CALL = 32;

    private Durable() {}

    /// Waits until the names in `folder` are on the disk, where the system can say so (Windows cannot, and
    /// needs not).
    public static void folder(Path folder) throws IOException {
        if (FileStat.UNIX) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// Waits until the bytes of `file`, its times and its mode are on the disk; its name is its folder's.
    public static void file(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, FileStat.UNIX ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// The same for many files of one file system: many small ones by one call for all that was written to it, where
    /// the system has that.
    public static void files(List<Path> files) throws IOException {
        if (files.size() >= WORTH_ONE_CALL && WholeFileSystem.sync(files.getFirst())) {
            return;
        }
        Workers.run("sync", files.size(), i -> file(files.get(i)));
    }

    /// Makes `folder` and those above it where they are missing, names included.
    public static void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().normalize().getParent();
        if (above != null) {
            makeFolders(above);
        }
        Files.createDirectories(folder);
        if (above != null) {
            folder(above);
        }
    }
}
