package reel.transfer.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reel.stream.Refused;

/// Keeps a second transfer from the same destination; the operating system drops it with the process, and its file
/// goes when it is closed.
///
/// Whoever removes the file holds it. Another process may have opened it just before, and then comes to lock a file
/// that no name leads to any more: so a lock counts only once the name is known to lead to what is locked.
final class JournalLock implements AutoCloseable {
    /// Those of this process: opening and closing a file once more would drop the system's lock on it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /// Other lengths than the file's own match by chance in one of 2^48 cases.
    private static final int LENGTHS = 4;

    private static final int MOST_BYTES = 1 << 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final FileChannel channel;

    private JournalLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static JournalLock take(Path path, String destination) throws IOException {
        Path file = path.toAbsolutePath().normalize();
        if (!HELD.add(file)) {
            throw held(destination);
        }
        boolean taken = false;
        try {
            JournalLock lock = open(file, destination);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private static JournalLock open(Path file, String destination) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                if (channel.tryLock() == null) {
                    throw held(destination);
                }
                if (isOf(channel, file)) {
                    taken = true;
                    return new JournalLock(file, channel);
                }
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        }
    }

    private static Refused held(String destination) {
        return new Refused(
                destination,
                "is the destination of another transfer that is running",
                "Wait until it has ended, or stop it.");
    }

    /// Whether `file` leads to the file behind `channel`: it changes its length as that one's is changed.
    private static boolean isOf(FileChannel channel, Path file) throws IOException {
        for (int i = 0; i < LENGTHS; i++) {
            int bytes = 1 + RANDOM.nextInt(MOST_BYTES);
            channel.truncate(bytes);
            channel.write(ByteBuffer.allocate(1), bytes - 1);
            try {
                if (Files.size(file) != bytes) {
                    return false;
                }
            } catch (NoSuchFileException removed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(file);
        }
    }
}
