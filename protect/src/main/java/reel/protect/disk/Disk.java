package reel.protect.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import reel.stream.Exhausted;
import reel.stream.RandomReader;

/// What this room asks of a file system. Thread-safe; failures are [reel.stream.ReelException]s that name the path.
///
/// All changes to storage go through here, so that a test can let each of them fail.
public interface Disk {
    /// The machine's file system.
    Disk LOCAL = new LocalDisk();

    /// Makes `folder` and those above it, durably; one that exists is fine.
    void makeFolder(Path folder) throws IOException;

    /// A file to write at any offset; one that exists keeps its bytes.
    OutFile write(Path file) throws IOException;

    /// A file to read.
    InFile read(Path file) throws IOException;

    /// Gives `from` the name `to`, replacing what has it, atomically; durable after [#sync] of the folder.
    void move(Path from, Path to) throws IOException;

    /// Removes a file or an empty folder; one that is not there is no error.
    void delete(Path path) throws IOException;

    /// Makes the names in `folder` durable.
    void sync(Path folder) throws IOException;

    /// The names in `folder`, in order; none if it is not there. At most `most`: more are a sign of a wrong folder.
    List<String> names(Path folder, int most) throws IOException;

    /// Bytes that may still be written below `folder`, which is there.
    long room(Path folder) throws IOException;

    /// [Exhausted] unless `bytes` have room below `folder`: said before hours of work, not after them.
    default void requireRoom(Path folder, long bytes) throws IOException {
        long free = room(folder);
        if (bytes > free) {
            throw new Exhausted(
                    folder.toString(),
                    "needs " + bytes + " bytes of disk, " + free + " are free",
                    "Free some space or name a folder on another disk, then run the command again.");
        }
    }

    /// A file open for reading; thread-safe.
    interface InFile extends RandomReader, AutoCloseable {
        /// Bytes read into the start of `into` from `offset`; fewer than its size only at the end of the file.
        long readUpTo(long offset, MemorySegment into) throws IOException;

        /// Modification time in nanoseconds since 1970.
        long modifiedNanos() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// A file open for writing; thread-safe for ranges that do not overlap.
    interface OutFile extends AutoCloseable {
        /// Writes all of `bytes`, off-heap, at `offset`.
        void write(long offset, MemorySegment bytes) throws IOException;

        /// Cuts or extends the file.
        void truncate(long size) throws IOException;

        /// Makes what was written durable.
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
