package reel.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reel.stream.Refused;

/// The folders below a root, made on demand so that their own names survive a power cut.
///
/// A folder that exists may have been made a moment ago by a process that has not synced its name yet. So each
/// folder's parent is synced the first time this process relies on it, whoever made it.
final class DurableFolders {
    /// Folders remembered as durable; beyond, the memory starts again, which costs a sync each.
    private static final int MAX_KNOWN = 4096;

    /// Windows can not sync a folder; NTFS keeps names in its journal.
    private static final boolean SYNCS =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Path root;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    DurableFolders(Path root) {
        this.root = root;
    }

    /// Makes `folder` (the root or below it) and every folder above it, durably.
    void prepare(Path folder) throws IOException {
        if (folder.equals(root) || known.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(folder + " is not below " + root);
        }
        prepare(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw new Refused(folder.toString(), "is an object, not a folder", null, exists);
            }
        }
        sync(parent);
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.add(folder);
    }

    /// Forgets what is known, for when a folder turns out to be gone.
    void forget() {
        known.clear();
    }

    /// Makes the names in `folder` durable, as far as its file system can.
    static void sync(Path folder) throws IOException {
        if (SYNCS) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException failure) {
                if (!isUnsupported(failure)) {
                    throw failure;
                }
            }
        }
    }

    /// Some network file systems sync files but know no sync of a folder, and say so.
    private static boolean isUnsupported(IOException failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return reason.endsWith("invalid argument") || reason.endsWith("not supported");
    }
}
