package reel.history.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes files and names survive a power failure.
public final class Durable {
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
