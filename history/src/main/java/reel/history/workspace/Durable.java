package reel.history.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes names survive a power failure.
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
}
