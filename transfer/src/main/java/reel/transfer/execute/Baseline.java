package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Disk;
import reel.backend.place.DiskWriting;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.transfer.discover.Item;

/// The older version of a large file on a disk, of which what did not change is taken over by the kernel instead
/// of being written again: shared where the file system can. Thread-safe.
final class Baseline implements AutoCloseable {
    /// Smaller files are sent as quickly as they are compared.
    private static final long LEAST_BYTES = 16L << 20;

    private final Setting setting;
    private final Entry old;
    private final Path file;
    private final Reading reading;
    private final DiskWriting writing;

    private Baseline(Setting setting, Entry old, Path file, Reading reading, DiskWriting writing) {
        this.setting = setting;
        this.old = old;
        this.file = file;
        this.reading = reading;
        this.writing = writing;
    }

    /// Whether `item` is to be compared with what the destination has.
    static boolean isFor(Setting setting, Item item) {
        Entry old = item.old();
        return setting.job().options().effort().delta()
                && setting.to().disk() != null
                && setting.from().ranges()
                && old != null
                && old.isFile()
                && old.size() >= LEAST_BYTES
                && item.source().size() >= LEAST_BYTES;
    }

    /// Null where the destination's file is none of this machine.
    static @Nullable Baseline open(FileWork work) throws IOException {
        Setting setting = work.setting();
        Entry old = work.item().old();
        Disk disk = setting.to().disk();
        if (disk == null || old == null || !(work.writing() instanceof DiskWriting writing)) {
            return null;
        }
        return new Baseline(
                setting, old, disk.file(old.path()), setting.destination().open(old), writing);
    }

    /// Takes `bytes` over from the old version where it has them at the same offset.
    ///
    /// @return whether it had them
    boolean take(long offset, MemorySegment bytes) throws IOException {
        long length = bytes.byteSize();
        if (offset + length > old.size()) {
            return false;
        }
        Comparer comparer = new Comparer(bytes);
        reading.read(offset, length, comparer);
        if (!comparer.isWhole()) {
            return false;
        }
        writing.copy(file, offset, length, copied -> {});
        return true;
    }

    /// That what was taken over was of one version.
    void requireUnchanged() throws IOException {
        Entry now = setting.destination().stat(old.path());
        boolean same = now.isFile()
                && now.size() == old.size()
                && (old.modified() == null || old.modified().equals(now.modified()));
        if (!same) {
            throw new Conflict(old.path(), "changed at the destination while it was compared", "Start again.");
        }
    }

    @Override
    public void close() throws IOException {
        reading.close();
    }
}
