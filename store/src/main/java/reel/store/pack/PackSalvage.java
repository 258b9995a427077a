package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.backend.Backend;
import reel.store.layout.Cloak;
import reel.store.layout.Crc;
import reel.store.layout.Le;
import reel.store.layout.StoreNames;
import reel.store.layout.StoredObject;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Codec;
import reel.stream.seal.Compressibility;
import reel.stream.seal.Sealer;

/// Reads what can be read of a damaged pack: by its footer where that is whole, else by searching for frames.
///
/// Every chunk it tells is right: its id was compared with its bytes or made from them.
public final class PackSalvage {
    private static final int WINDOW_BYTES = 64 << 10;

    private final StoredObject object;
    private final MemoryBudget budget;
    private final Cloak cloak;
    private final Sink sink;

    /// Is given the chunks; the bytes are lent for the call.
    @FunctionalInterface
    public interface Sink {
        void chunk(int kind, Hash id, MemorySegment bytes, Compressibility hint) throws IOException;
    }

    private PackSalvage(StoredObject object, MemoryBudget budget, Cloak cloak, Sink sink) {
        this.object = object;
        this.budget = budget;
        this.cloak = cloak;
        this.sink = sink;
    }

    public static void read(Backend backend, Hash pack, MemoryBudget budget, Cloak cloak, Sink sink)
            throws IOException {
        PackReader reader;
        try {
            reader = PackReader.open(backend, pack);
        } catch (Corrupt | Refused unreadable) {
            long size = backend.stat(StoreNames.pack(pack)).size();
            try (StoredObject object = StoredObject.openDamaged(backend, StoreNames.pack(pack), size)) {
                new PackSalvage(object, budget, cloak, sink).search();
            }
            return;
        }
        try {
            byFooter(reader, budget, cloak, sink);
        } finally {
            reader.leave();
        }
    }

    private static void byFooter(PackReader reader, MemoryBudget budget, Cloak cloak, Sink sink) throws IOException {
        PackTable table = reader.table();
        try (FrameCache cache = new FrameCache(0)) {
            for (int chunk = 0; chunk < table.chunks(); chunk++) {
                try (Lease lease = budget.lease(table.chunkLength(chunk))) {
                    Hash id = table.id(chunk);
                    try {
                        reader.read(chunk, id, lease.segment(), cache, budget, cloak);
                    } catch (Corrupt _) {
                        continue;
                    }
                    sink.chunk(table.kind(), id, lease.segment(), table.compressibility(chunk));
                }
            }
        }
    }

    private void search() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment header = arena.allocate(PackLayout.FRAME_HEADER_BYTES, 8);
            MemorySegment window = arena.allocate(WINDOW_BYTES, 8);
            int kind = kind(header);
            long at = PackLayout.HEADER_BYTES;
            while ((at = nextMagic(at, window)) >= 0) {
                long end = readable(at, header) ? frameEnd(at, header) : -1;
                if (end < 0) {
                    at += 8;
                } else {
                    frame(kind, at, header);
                    at = end;
                }
            }
        }
    }

    /// The kind in the header, or 0 where the header is damaged too: a chunk in a pack of the other kind is found
    /// all the same.
    private int kind(MemorySegment buffer) throws IOException {
        if (object.size() < PackLayout.HEADER_BYTES || !readable(0, buffer)) {
            return 0;
        }
        return buffer.get(Le.LONG, 0) == PackLayout.MAGIC ? buffer.get(ValueLayout.JAVA_BYTE, 10) & 1 : 0;
    }

    /// Where the next frame's magic stands, from `from` on; -1 when no header fits any more.
    private long nextMagic(long from, MemorySegment window) throws IOException {
        long at = from;
        while (at + PackLayout.FRAME_HEADER_BYTES <= object.size()) {
            long length = Math.min(WINDOW_BYTES - at % WINDOW_BYTES, object.size() - at);
            MemorySegment part = window.asSlice(0, length);
            boolean whole = readable(at, part);
            for (long i = 0; whole && i + Integer.BYTES <= length; i += 8) {
                if (part.get(Le.INT, i) == PackLayout.FRAME_MAGIC
                        && at + i + PackLayout.FRAME_HEADER_BYTES <= object.size()) {
                    return at + i;
                }
            }
            at += length;
        }
        return -1;
    }

    /// Fills `into` unless the place is damaged, which may not be all of the pack.
    private boolean readable(long at, MemorySegment into) throws IOException {
        try {
            object.read(at, into);
            return true;
        } catch (Corrupt _) {
            return false;
        }
    }

    /// Where the frame ends if its header is right, else -1.
    private long frameEnd(long at, MemorySegment header) {
        long sealed = Le.unsigned(header, 8);
        long plain = Le.unsigned(header, 12);
        long end = at + PackLayout.FRAME_HEADER_BYTES + sealed;
        boolean right =
                header.get(Le.INT, PackLayout.FRAME_HEADER_CRC_AT) == Crc.of(header, 0, PackLayout.FRAME_HEADER_CRC_AT)
                        && plain <= PackLayout.MAX_FRAME_PLAIN_BYTES
                        && sealed <= plain + PackLayout.MAX_SEAL_BYTES
                        && end <= object.size();
        return right ? Le.align(end) : -1;
    }

    private void frame(int kind, long at, MemorySegment header) throws IOException {
        int sealedBytes = header.get(Le.INT, 8);
        int plainBytes = header.get(Le.INT, 12);
        int count = header.get(Le.SHORT, 6) & 0xffff;
        long room = plainBytes - (long) count * PackLayout.LENGTH_BYTES;
        if (sealedBytes == 0 || room < count) {
            return;
        }
        try (Lease sealedLease = budget.lease(sealedBytes);
                Lease plain = budget.lease(plainBytes)) {
            MemorySegment sealed = sealedLease.segment().asSlice(0, sealedBytes);
            object.read(at + PackLayout.FRAME_HEADER_BYTES, sealed);
            if (Crc.of(sealed) != header.get(Le.INT, 16)) {
                return;
            }
            Codec codec = Codec.of(header.get(ValueLayout.JAVA_BYTE, 4) & 0xff, object.thing(), at);
            Sealer.open(sealed, codec, plain.segment().asSlice(0, plainBytes), object.thing(), at);
            Compressibility hint = codec == Codec.RAW ? Compressibility.NEVER : Compressibility.LIKELY;
            chunks(kind, plain.segment(), room, count, hint);
        } catch (Corrupt _) {
            // Nothing of this frame can be had.
        }
    }

    private void chunks(int kind, MemorySegment plain, long room, int count, Compressibility hint) throws IOException {
        long offset = 0;
        for (int i = 0; i < count; i++) {
            int word = plain.get(Le.INT, room + (long) i * PackLayout.LENGTH_BYTES);
            int length = word & PackLayout.LENGTH_MASK;
            boolean isPlain = word >>> PackLayout.FORM_SHIFT == PackLayout.FORM_PLAIN;
            if (length < 1 || length > ChunkSizes.LIMIT_BYTES || offset + length > room) {
                return;
            }
            if (isPlain) {
                MemorySegment bytes = plain.asSlice(offset, length);
                sink.chunk(kind, cloak.chunk(Blake3.hash(bytes)), bytes, hint);
            }
            offset += length;
        }
    }
}
