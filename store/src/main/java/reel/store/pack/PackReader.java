package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.store.layout.Cloak;
import reel.store.layout.Crc;
import reel.store.layout.Le;
import reel.store.layout.StoreNames;
import reel.store.layout.StoredObject;
import reel.store.layout.Trailer;
import reel.store.layout.UseCount;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Codec;
import reel.stream.seal.Sealer;

/// One pack, open for reading by any number of threads: its checked footer in memory, its frames on the backend.
public final class PackReader {
    private final Hash pack;
    private final StoredObject object;
    private final PackTable table;
    private final Trailer trailer;
    private final UseCount uses;

    private PackReader(Hash pack, StoredObject object, PackTable table, Trailer trailer) {
        this.pack = pack;
        this.object = object;
        this.table = table;
        this.trailer = trailer;
        this.uses = new UseCount(object::close);
    }

    /// Opens a pack and checks its structure; [reel.stream.Missing] if it is not there. The caller calls [#leave].
    public static PackReader open(Backend backend, Hash pack) throws IOException {
        Handle handle = StoreNames.pack(pack);
        long size = backend.stat(handle).size();
        StoredObject object = StoredObject.open(backend, handle, size);
        try {
            Trailer trailer = readTrailer(object);
            if (!trailer.id().equals(pack)) {
                throw new Corrupt(
                        handle.path(),
                        size - 48,
                        "pack id " + pack,
                        trailer.id().toString());
            }
            MemorySegment footer = object.allocate(trailer.tableBytes());
            object.read(trailer.tableOffset(), footer);
            trailer.check(footer, handle.path());
            PackTable table = PackTable.decode(footer, trailer.tableOffset(), handle.path());
            return new PackReader(pack, object, table, trailer);
        } catch (Throwable failure) {
            object.close();
            throw failure;
        }
    }

    private static Trailer readTrailer(StoredObject object) throws IOException {
        long size = object.size();
        if (size < PackLayout.HEADER_BYTES + PackLayout.FOOTER_HEADER_BYTES + Trailer.BYTES) {
            throw new Corrupt(object.thing(), 0, "a pack", "only " + size + " bytes");
        }
        MemorySegment last = object.allocate(Trailer.BYTES);
        object.read(size - Trailer.BYTES, last);
        return Trailer.read(last, object.thing(), size, PackLayout.HEADER_BYTES);
    }

    public Hash id() {
        return pack;
    }

    public PackTable table() {
        return table;
    }

    /// Length of the object.
    public long size() {
        return object.size();
    }

    /// Starts a use; false when it was closed meanwhile.
    boolean tryEnter() {
        return uses.tryEnter();
    }

    /// Ends a use or, by the one who opened it, its life.
    public void leave() {
        uses.leave();
    }

    /// Fills `into` with chunk number `chunk`, checked against `id`.
    void read(int chunk, Hash id, MemorySegment into, FrameCache cache, MemoryBudget budget, Cloak cloak)
            throws IOException {
        int length = table.chunkLength(chunk);
        if (into.byteSize() != length) {
            throw new IllegalArgumentException("chunk " + id + " has " + length + " bytes, not " + into.byteSize());
        }
        if (table.chunkForm(chunk) != PackLayout.FORM_PLAIN) {
            throw new Refused(object.thing(), "chunk " + id + " has a form of a newer format", "Install a newer reel.");
        }
        int frame = table.chunkFrame(chunk);
        int offset = table.chunkOffset(chunk);
        boolean raw = table.frameCodec(frame) == Codec.RAW.code();
        if (raw && object.isDirect()) {
            object.read(payload(frame) + offset, into);
        } else {
            try (FrameCache.OpenFrame open = cache.use(pack, frame, () -> openFrame(frame, budget))) {
                MemorySegment.copy(open.plain(), offset, into, 0, length);
            } catch (Corrupt damage) {
                if (!raw) {
                    throw damage;
                }
                // Some of the frame is damaged, perhaps not this chunk.
                object.read(payload(frame) + offset, into);
            }
        }
        Hash actual = cloak.chunk(Blake3.hash(into));
        if (!actual.equals(id)) {
            throw new Corrupt(object.thing(), payload(frame), "chunk " + id, "bytes whose id is " + actual);
        }
    }

    private long payload(int frame) {
        return table.frameOffset(frame) + PackLayout.FRAME_HEADER_BYTES;
    }

    /// The frame's plain bytes, its CRC checked, in memory of the caller's.
    Lease openFrame(int frame, MemoryBudget budget) throws IOException {
        int sealedBytes = table.frameSealedBytes(frame);
        Codec codec = Codec.of(table.frameCodec(frame), object.thing(), table.frameOffset(frame));
        if (codec == Codec.RAW && sealedBytes == table.framePlainBytes(frame)) {
            return openRaw(frame, budget);
        }
        try (Lease sealedLease = budget.lease(Math.max(1, sealedBytes))) {
            MemorySegment sealed = sealedLease.segment().asSlice(0, sealedBytes);
            object.read(payload(frame), sealed);
            checkCrc(frame, sealed);
            Lease plain = budget.lease(table.framePlainBytes(frame));
            try {
                Sealer.open(sealed, codec, plain.segment(), object.thing(), payload(frame));
                return plain;
            } catch (Throwable failure) {
                plain.close();
                throw failure;
            }
        }
    }

    /// A raw frame goes where it is wanted at once.
    private Lease openRaw(int frame, MemoryBudget budget) throws IOException {
        Lease plain = budget.lease(table.framePlainBytes(frame));
        try {
            MemorySegment bytes = plain.segment().asSlice(0, table.framePlainBytes(frame));
            object.read(payload(frame), bytes);
            checkCrc(frame, bytes);
            return plain;
        } catch (Throwable failure) {
            plain.close();
            throw failure;
        }
    }

    private void checkCrc(int frame, MemorySegment sealed) throws Corrupt {
        int crc = Crc.of(sealed);
        if (crc != table.frameCrc(frame)) {
            throw new Corrupt(
                    object.thing(),
                    payload(frame),
                    String.format("frame CRC %08x", table.frameCrc(frame)),
                    String.format("%08x", crc));
        }
    }

    /// Checks what reading chunks does not: the header, the footer's hash and each frame's header.
    public void checkStructure(Cloak cloak) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment header = arena.allocate(PackLayout.HEADER_BYTES);
            object.read(0, header);
            int kind = header.get(ValueLayout.JAVA_BYTE, 10);
            if (header.get(Le.LONG, 0) != PackLayout.MAGIC
                    || header.get(Le.SHORT, 8) != PackLayout.VERSION
                    || kind != table.kind()
                    || !isZero(header.asSlice(11))) {
                throw new Corrupt(object.thing(), 0, "a pack header of kind " + table.kind(), "other bytes");
            }
            MemorySegment footer = arena.allocate(trailer.tableBytes());
            object.read(trailer.tableOffset(), footer);
            Hash actual = cloak.object(Blake3.hash(footer));
            if (!actual.equals(pack)) {
                throw new Corrupt(
                        object.thing(), trailer.tableOffset(), "a footer whose hash is " + pack, actual.toString());
            }
            checkZeros(table.framesEnd(), trailer.tableOffset(), "zeros before the footer");
            for (int f = 0; f < table.frames(); f++) {
                object.read(table.frameOffset(f), header.asSlice(0, PackLayout.FRAME_HEADER_BYTES));
                checkFrameHeader(f, header);
            }
        }
    }

    /// What is wrong with one frame's bytes. @param detail null when nothing is
    public record FrameCheck(List<Hash> damaged, @Nullable String detail) {}

    /// Reads a frame and compares every chunk with its id.
    public FrameCheck checkFrame(int frame, MemoryBudget budget, Cloak cloak) throws IOException {
        int first = table.firstChunk(frame);
        try (Lease plain = openFrame(frame, budget)) {
            checkPadding(frame);
            return compare(frame, first, plain.segment(), cloak);
        } catch (Corrupt damage) {
            List<Hash> damaged = new ArrayList<>();
            boolean raw = table.frameCodec(frame) == Codec.RAW.code();
            for (int chunk = first; chunk < first + table.frameChunks(frame); chunk++) {
                if (!raw || !isReadable(chunk, budget, cloak)) {
                    damaged.add(table.id(chunk));
                }
            }
            return new FrameCheck(damaged, String.valueOf(damage.getMessage()));
        }
    }

    private void checkPadding(int frame) throws IOException {
        long end = payload(frame) + table.frameSealedBytes(frame);
        checkZeros(end, Le.align(end), "zeros after frame " + frame);
    }

    private void checkZeros(long from, long to, String expected) throws IOException {
        MemorySegment padding = MemorySegment.ofArray(new byte[(int) (to - from)]);
        object.read(from, padding);
        if (!isZero(padding)) {
            throw new Corrupt(object.thing(), from, expected, "other bytes");
        }
    }

    private FrameCheck compare(int frame, int first, MemorySegment plain, Cloak cloak) {
        List<Hash> damaged = new ArrayList<>();
        int count = table.frameChunks(frame);
        long lengths = table.framePlainBytes(frame) - (long) count * PackLayout.LENGTH_BYTES;
        boolean tableAgrees = true;
        for (int i = 0; i < count; i++) {
            int chunk = first + i;
            int word = plain.get(Le.INT, lengths + (long) i * PackLayout.LENGTH_BYTES);
            tableAgrees &= word == table.chunkLength(chunk);
            Hash id = table.id(chunk);
            if (!cloak.chunk(Blake3.hash(plain, table.chunkOffset(chunk), table.chunkLength(chunk)))
                    .equals(id)) {
                damaged.add(id);
            }
        }
        if (!damaged.isEmpty()) {
            return new FrameCheck(
                    damaged, damaged.size() + " of " + count + " chunks of frame " + frame + " are wrong");
        }
        return new FrameCheck(damaged, tableAgrees ? null : "the length table of frame " + frame + " is wrong");
    }

    private boolean isReadable(int chunk, MemoryBudget budget, Cloak cloak) throws IOException {
        try (Lease lease = budget.lease(table.chunkLength(chunk))) {
            object.read(payload(table.chunkFrame(chunk)) + table.chunkOffset(chunk), lease.segment());
            return cloak.chunk(Blake3.hash(lease.segment())).equals(table.id(chunk));
        } catch (Corrupt _) {
            return false;
        }
    }

    private void checkFrameHeader(int f, MemorySegment header) throws Corrupt {
        int codecAndCount = table.frameCodec(f) | table.frameChunks(f) << 16;
        boolean agrees = header.get(Le.INT, 0) == PackLayout.FRAME_MAGIC
                && header.get(Le.INT, 4) == codecAndCount
                && header.get(Le.INT, 8) == table.frameSealedBytes(f)
                && header.get(Le.INT, 12) == table.framePlainBytes(f)
                && header.get(Le.INT, 16) == table.frameCrc(f)
                && header.get(Le.INT, 20) == Crc.of(header, 0, PackLayout.FRAME_HEADER_CRC_AT);
        if (!agrees) {
            throw new Corrupt(object.thing(), table.frameOffset(f), "the header of frame " + f, "other bytes");
        }
    }

    private static boolean isZero(MemorySegment bytes) {
        return bytes.mismatch(MemorySegment.ofArray(new byte[(int) bytes.byteSize()])) < 0;
    }
}
