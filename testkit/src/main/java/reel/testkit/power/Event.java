package reel.testkit.power;

import java.nio.file.attribute.FileTime;

/// One thing a program asked of the file system, in the order the system did them. Paths lie below the watched
/// folder, joined by `/`; the folder itself is the empty path.
sealed interface Event {
    /// Whether a disk may differ afterwards; the rest is only noticed.
    default boolean matters() {
        return true;
    }

    /// A file opened for writing; it is made where there is none.
    ///
    /// @param file names the opening in the events that follow
    record Opened(int file, String path, boolean truncated) implements Event {}

    record Written(int file, long offset, byte[] bytes) implements Event {
        @Override
        public String toString() {
            return "Written[file=" + file + ", offset=" + offset + ", bytes=" + bytes.length + "]";
        }
    }

    record Cut(int file, long size) implements Event {}

    /// An open file's bytes are on the disk.
    ///
    /// @param metadata whether its times and mode are as well
    record Forced(int file, boolean metadata) implements Event {}

    /// The same of a file that was opened to be read, metadata included.
    record PathForced(String path) implements Event {}

    /// A folder's names are on the disk.
    record FolderForced(String path) implements Event {}

    record FolderMade(String path) implements Event {}

    record LinkMade(String path, String target) implements Event {}

    /// A second name of a file.
    record Linked(String path, String existing) implements Event {}

    record Moved(String from, String to) implements Event {}

    record Deleted(String path) implements Event {}

    record Timed(String path, FileTime modified) implements Event {}

    record Moded(String path, boolean executable) implements Event {}

    /// What the system told about a file when it was asked: a program may remember it.
    record Told(String path, Identity identity) implements Event {
        @Override
        public boolean matters() {
            return false;
        }
    }

    /// Something was promised to whoever runs the program.
    record Said(String what) implements Event {}

    /// By what a program takes a file for one it has seen.
    record Identity(long inode, FileTime changed, FileTime modified) {}
}
