package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.backend.Source;
import reel.stream.Exhausted;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A pack or a group's parity being put together, in a temporary file: its pieces come in any order. Written by
/// any thread, then read.
///
/// The file has no name any more where the system allows that, so not even a killed process leaves it.
final class PackImage implements AutoCloseable {
    private final Path path;
    private final FileChannel file;
    private final long bytes;

    private PackImage(Path path, FileChannel file, long bytes) {
        this.path = path;
        this.file = file;
        this.bytes = bytes;
    }

    static PackImage open(long bytes) throws IOException {
        Path path;
        try {
            path = Files.createTempFile("reel-repair", ".pack");
        } catch (IOException full) {
            throw exhausted(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), full);
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Files.delete(path);
        } catch (IOException laterThen) {
            // Windows deletes no open file; close does.
        }
        return new PackImage(path, file, bytes);
    }

    void write(long offset, MemorySegment piece) throws IOException {
        ByteBuffer from = piece.asByteBuffer();
        long at = offset;
        try {
            while (from.hasRemaining()) {
                at += file.write(from, at);
            }
        } catch (java.nio.channels.ClosedByInterruptException interrupted) {
            throw interrupted;
        } catch (IOException full) {
            throw exhausted(path, full);
        }
    }

    private static Exhausted exhausted(Path path, IOException failure) {
        return new Exhausted(
                path.toString(),
                "what is repaired cannot be put together there: " + failure.getMessage(),
                "Make room, or name another folder with REEL_JAVA_OPTS=-Djava.io.tmpdir=<folder>.",
                failure);
    }

    /// Copies what can be read of the pack; what cannot is left for [#write].
    void copy(PackBytes pack, MemoryBudget budget) throws IOException {
        try (Lease lease = budget.lease(Fingerprints.PIECE_BYTES)) {
            for (long at = 0; at < bytes; at += Fingerprints.PIECE_BYTES) {
                MemorySegment piece = lease.segment().asSlice(0, Math.min(Fingerprints.PIECE_BYTES, bytes - at));
                if (pack.read(at, piece)) {
                    write(at, piece);
                } else {
                    copySmall(pack, at, piece);
                }
            }
        }
    }

    private void copySmall(PackBytes pack, long at, MemorySegment piece) throws IOException {
        for (long part = 0; part < piece.byteSize(); part += GroupShape.LEAST_SYMBOL) {
            MemorySegment few = piece.asSlice(part, Math.min(GroupShape.LEAST_SYMBOL, piece.byteSize() - part));
            if (pack.read(at + part, few)) {
                write(at + part, few);
            }
        }
    }

    Hash hash(MemoryBudget budget) throws IOException {
        Blake3 hasher = Blake3.hasher();
        try (Lease lease = budget.lease(Fingerprints.PIECE_BYTES)) {
            for (long at = 0; at < bytes; at += Fingerprints.PIECE_BYTES) {
                MemorySegment piece = lease.segment().asSlice(0, Math.min(Fingerprints.PIECE_BYTES, bytes - at));
                read(at, piece);
                hasher.update(piece, 0, piece.byteSize());
            }
        }
        return hasher.digest();
    }

    /// The bytes; where nothing was written, zeros or, at the end, an error.
    private void read(long offset, MemorySegment into) throws IOException {
        ByteBuffer to = into.asByteBuffer();
        long at = offset;
        while (to.hasRemaining()) {
            int got = file.read(to, at);
            if (got < 0) {
                into.asSlice(to.position()).fill((byte) 0);
                return;
            }
            at += got;
        }
    }

    /// The bytes as something to store, as long as this is open.
    Source source() {
        return source(bytes);
    }

    /// The first `size` bytes.
    Source source(long size) {
        return new Source() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                if (into.isNative()) {
                    PackImage.this.read(offset, into);
                    return;
                }
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment copy = arena.allocate(into.byteSize());
                    PackImage.this.read(offset, copy);
                    into.copyFrom(copy);
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        try (file) {
            Files.deleteIfExists(path);
        }
    }
}
