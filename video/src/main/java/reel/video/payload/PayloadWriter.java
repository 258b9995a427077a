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
import reel.stream.Conflict;
import reel.stream.RandomReader;
import reel.stream.box.ContainerWriter;
import reel.stream.box.Keyring;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.video.carrier.PayloadSource;
import reel.video.work.DiskFailure;
import reel.video.work.FileBytes;

/// Makes a payload of files: each is read once, hashed, compressed where that helps, and sealed.
public final class PayloadWriter implements PayloadSource {
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
        hashes.clear();
        read = 0;
        try (Arena arena = Arena.ofConfined()) {
            ContainerWriter box = ContainerWriter.openUndigested(
                    out::accept, level, keys, arena.allocate(ContainerWriter.WORKSPACE_BYTES), "the payload");
            box.write(MemorySegment.ofArray(Album.head(listed)));
            box.write(MemorySegment.ofArray(listed));
            MemorySegment piece = arena.allocate(PIECE_BYTES);
            for (Origin origin : origins) {
                if (origin.entry().isFile()) {
                    file(origin, piece, box);
                }
            }
            close(box);
            box.end();
        }
    }

    private void file(Origin origin, MemorySegment piece, ContainerWriter box) throws IOException {
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
                box.write(piece.asSlice(0, some));
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

    private void close(ContainerWriter box) throws IOException {
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
        if (!Files.exists(done)) {
            Files.deleteIfExists(gathered);
            try (FileChannel file =
                    FileChannel.open(gathered, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeTo(bytes -> write(file, bytes.asByteBuffer()));
                file.force(true);
            }
            Files.createFile(done);
        }
        return FileBytes.open(gathered);
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
