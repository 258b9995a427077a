package reel.store.layout;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.backend.Spooling.Spool;
import reel.stream.Exhausted;

/// Objects written piece by piece on any backend: by its own ability, or through a local temporary file.
public final class Spools {
    private Spools() {}

    public static Spool open(Backend backend, String name) throws IOException {
        Spooling spooling = backend.traits().spooling();
        return spooling != null ? spooling.spool(name) : LocalSpool.create(backend, name);
    }

    /// A temporary file that is written to the backend as a whole.
    private static final class LocalSpool implements Spool {
        private final Backend backend;
        private final Path path;
        private final FileChannel file;
        private long size;

        private LocalSpool(Backend backend, Path path, FileChannel file) {
            this.backend = backend;
            this.path = path;
            this.file = file;
        }

        static Spool create(Backend backend, String name) throws IOException {
            Path path = Files.createTempFile("reel-spool", ".tmp");
            try {
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                return new LocalSpool(backend, path, file);
            } catch (IOException failed) {
                Files.deleteIfExists(path);
                throw new Exhausted(name, "no temporary file: " + failed.getMessage(), "Check " + path, failed);
            }
        }

        @Override
        public void append(MemorySegment bytes) throws IOException {
            var buffer = bytes.asByteBuffer();
            while (buffer.hasRemaining()) {
                size += file.write(buffer, size);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void publish(Handle handle) throws IOException {
            backend.write(handle, new FileSource(file, size, path.toString()));
        }

        @Override
        public void close() throws IOException {
            try (file) {
                Files.deleteIfExists(path);
            }
        }
    }

    private record FileSource(FileChannel file, long size, String name) implements Source {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            var buffer = into.asByteBuffer();
            long at = offset;
            while (buffer.hasRemaining()) {
                int got = file.read(buffer, at);
                if (got < 0) {
                    throw new Exhausted(name, "the temporary file was cut short at " + at);
                }
                at += got;
            }
        }
    }
}
