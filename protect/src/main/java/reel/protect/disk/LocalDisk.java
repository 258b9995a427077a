package reel.protect.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import reel.backend.LocalFailure;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// The machine's file system.
final class LocalDisk implements Disk {
    /// Windows can not sync a folder; NTFS keeps names in its journal.
    private static final boolean SYNCS =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    /// One system call moves at most this much, so that an interrupt is noticed.
    private static final int MOST_BYTES = 8 << 20;

    @Override
    public void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeFolder(parent);
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw new Refused(
                        folder.toString(), "a file is where a folder should be", "Name another folder.", exists);
            }
        } catch (IOException failure) {
            throw LocalFailure.writing(folder, 0, failure);
        }
        if (parent != null) {
            sync(parent);
        }
    }

    @Override
    public OutFile write(Path file) throws IOException {
        try {
            return new LocalOut(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
    }

    @Override
    public InFile read(Path file) throws IOException {
        try {
            requireFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new LocalIn(file, channel, channel.size());
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw LocalFailure.reading(file, failure);
        }
    }

    /// Opening a pipe would wait for somebody who writes to it.
    private static void requireFile(Path file) throws IOException {
        BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
        if (!there.isRegularFile()) {
            throw new Corrupt(
                    file.toString(),
                    -1,
                    "a file",
                    there.isDirectory() ? "a folder" : "a socket, pipe or device",
                    "Put a file there, or take it away.",
                    null);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw LocalFailure.writing(to, 0, failure);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw LocalFailure.writing(path, 0, failure);
        }
    }

    @Override
    public void sync(Path folder) throws IOException {
        if (!SYNCS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
            // Some network file systems sync files but know no sync of a folder, and say so.
            if (!reason.endsWith("invalid argument") && !reason.endsWith("not supported")) {
                throw LocalFailure.writing(folder, 0, failure);
            }
        }
    }

    @Override
    public long room(Path folder) throws IOException {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException failure) {
            throw LocalFailure.reading(folder, failure);
        }
    }

    @Override
    public List<String> names(Path folder, int most) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() == most) {
                    throw new Refused(
                            folder.toString(), "more than " + most + " names are in it", "Name a symbol folder.");
                }
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw LocalFailure.reading(folder, new IOException(failure));
        } catch (IOException failure) {
            throw LocalFailure.reading(folder, failure);
        }
        Collections.sort(names);
        return names;
    }

    private record LocalIn(Path file, FileChannel channel, long size) implements InFile {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            if (offset < 0 || offset > size - into.byteSize()) {
                throw new IllegalArgumentException(
                        "offset " + offset + " + " + into.byteSize() + " bytes is past the end at " + size);
            }
            long read = readUpTo(offset, into);
            if (read < into.byteSize()) {
                throw new Conflict(
                        file.toString(),
                        "it became shorter while it was read: expected " + size + " bytes, found " + (offset + read),
                        "Wait until nobody writes to it, then try again.");
            }
        }

        @Override
        public long readUpTo(long offset, MemorySegment into) throws IOException {
            long done = 0;
            try {
                while (done < into.byteSize()) {
                    ByteBuffer part = into.asSlice(done, Math.min(MOST_BYTES, into.byteSize() - done))
                            .asByteBuffer();
                    int read = channel.read(part, offset + done);
                    if (read < 0) {
                        break;
                    }
                    done += read;
                }
            } catch (IOException failure) {
                throw LocalFailure.reading(file, failure);
            }
            return done;
        }

        @Override
        public long modifiedNanos() throws IOException {
            try {
                return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            } catch (IOException failure) {
                throw LocalFailure.reading(file, failure);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record LocalOut(Path file, FileChannel channel) implements OutFile {
        @Override
        public void write(long offset, MemorySegment bytes) throws IOException {
            long done = 0;
            try {
                while (done < bytes.byteSize()) {
                    ByteBuffer part = bytes.asSlice(done, Math.min(MOST_BYTES, bytes.byteSize() - done))
                            .asByteBuffer();
                    done += channel.write(part, offset + done);
                }
            } catch (IOException failure) {
                throw LocalFailure.writing(file, bytes.byteSize() - done, failure);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            try {
                if (channel.size() > size) {
                    channel.truncate(size);
                } else if (channel.size() < size) {
                    channel.write(ByteBuffer.allocate(1), size - 1);
                }
            } catch (IOException failure) {
                throw LocalFailure.writing(file, size, failure);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(true);
            } catch (IOException failure) {
                throw LocalFailure.writing(file, 0, failure);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
