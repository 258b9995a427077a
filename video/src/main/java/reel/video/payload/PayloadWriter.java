package reel.video.payload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.RandomReader;
import reel.stream.box.ContainerWriter;
import reel.stream.box.Keyring;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.video.carrier.PayloadSource;
import reel.video.work.DiskFailure;
import reel.video.work.FileBytes;

/// Makes a payload of files: each is read once, hashed, compressed where that helps, and sealed.
public final class PayloadWriter implements PayloadSource, AutoCloseable {
    private static final int PIECE_BYTES = 1 << 20;

    /// What the container adds to a frame of a megabyte, and to all: docs/format/transfer-container.md.
    private static final int FRAME_EXTRA = 9 + 16 + 4;

    private static final int BOX_EXTRA = 96 + 80;

    private final List<Origin> origins;
    private final Catalog catalog;
    private final byte[] listed;
    private final int level;
    private final Keyring keys;
    private final Path gathered;
    private final List<Hash> hashes = new ArrayList<>();
    private @Nullable FileBytes open;
    private long read;

    /// @param level    of zstd, 0 not to compress
    /// @param gathered where [#gather] puts the payload
    public PayloadWriter(Origins origins, int level, Keyring keys, Path gathered) throws IOException {
        this.origins = origins.found();
        this.catalog = new Catalog(this.origins.stream().map(Origin::entry).toList());
        this.listed = catalog.bytes();
        this.level = level;
        this.keys = keys;
        this.gathered = gathered;
    }

    public Catalog catalog() {
        return catalog;
    }

    /// The BLAKE3 of each file, in order, once all is read.
    public List<Hash> hashes() {
        return List.copyOf(hashes);
    }

    /// Content bytes that were read so far.
    public long readBytes() {
        return read;
    }

    @Override
    public long mostBytes() {
        if (catalog.hasUnknownSize()) {
            return Long.MAX_VALUE;
        }
        long plain = Album.HEAD_BYTES + listed.length + catalog.contentBytes() + Album.closingBytes(catalog);
        return BOX_EXTRA + plain + FRAME_EXTRA * (plain / PIECE_BYTES + 1);
    }

    @Override
    public void writeTo(Output out) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ContainerWriter box = ContainerWriter.openUndigested(
                    out::accept, level, keys, arena.allocate(ContainerWriter.WORKSPACE_BYTES), "the payload");
            box.write(MemorySegment.ofArray(Album.head(listed)));
            box.write(MemorySegment.ofArray(listed));
            readAll(box::write);
            end(box);
            box.end();
        }
    }

    /// Reads and hashes the files in order.
    private void readAll(Output to) throws IOException {
        hashes.clear();
        read = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(PIECE_BYTES);
            for (Origin origin : origins) {
                if (origin.entry().isFile()) {
                    file(origin, piece, to);
                }
            }
        }
    }

    private void file(Origin origin, MemorySegment piece, Output to) throws IOException {
        Blake3 hasher = Blake3.hasher();
        long size = origin.entry().size();
        long done = 0;
        ByteBuffer buffer = piece.asByteBuffer();
        try (ReadableByteChannel from = origin.bytes().open()) {
            while (true) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                int some = fill(origin, from, buffer.clear());
                if (some == 0) {
                    break;
                }
                done += some;
                if (size != Entry.UNKNOWN_SIZE && done > size) {
                    break;
                }
                hasher.update(piece, 0, some);
                to.accept(piece.asSlice(0, some));
                read += some;
            }
        }
        if (size != Entry.UNKNOWN_SIZE && done != size) {
            throw new Conflict(
                    origin.name(),
                    "changed while it was read: " + size + " bytes before, " + done + (done > size ? " or more" : "")
                            + " now",
                    "Leave it alone, then try again.");
        }
        hashes.add(hasher.digest());
    }

    private static int fill(Origin origin, ReadableByteChannel from, ByteBuffer into) throws IOException {
        try {
            while (into.hasRemaining()) {
                if (from.read(into) < 0) {
                    break;
                }
            }
            return into.position();
        } catch (IOException failure) {
            throw DiskFailure.reading(origin.name(), failure);
        }
    }

    private void end(ContainerWriter box) throws IOException {
        if (catalog.hasUnknownSize()) {
            ByteBuffer size = ByteBuffer.allocate(Album.SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            box.write(MemorySegment.ofArray(size.putLong(read).array()));
        }
        for (Hash hash : hashes) {
            box.write(MemorySegment.ofArray(hash.toBytes()));
        }
    }

    @Override
    public RandomReader gather() throws IOException {
        Path done = gathered.resolveSibling(gathered.getFileName() + ".done");
        if (Files.exists(done) && !holdsTheseFiles()) {
            Files.delete(done);
        }
        if (!Files.exists(done)) {
            Files.deleteIfExists(gathered);
            try (FileChannel file =
                    FileChannel.open(gathered, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeTo(bytes -> write(file, bytes.asByteBuffer()));
                file.force(true);
            }
            Files.createFile(done);
        }
        close();
        FileBytes bytes = FileBytes.open(gathered);
        open = bytes;
        return bytes;
    }

    /// Closes what [#gather] gave.
    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    /// Whether what an earlier run gathered is what the files hold now; all are read for it, since one of the same
    /// size and time may have changed.
    private boolean holdsTheseFiles() throws IOException {
        List<Hash> then;
        try (FileBytes bytes = FileBytes.open(gathered)) {
            then = PayloadReader.open(bytes, keys, gathered.toString()).hashes();
        } catch (Corrupt | Missing damaged) {
            return false;
        }
        readAll(bytes -> {});
        return hashes.equals(then);
    }

    private void write(FileChannel file, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException failure) {
            throw DiskFailure.writing(gathered.toString(), failure);
        }
    }
}
