package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A few packets side by side, off the heap, and their hashes. One thread at a time.
final class PacketBuffer implements AutoCloseable {
    /// At least one packet of the largest symbols; with small ones many, which are hashed together.
    static final int BYTES = 256 << 10;

    private final Lease lease;
    private final int packetBytes;
    private final int capacity;
    private final long[] offsets;
    private final int[] lengths;
    private final long[] words;

    PacketBuffer(MemoryBudget budget, int packetBytes) throws IOException {
        this.packetBytes = packetBytes;
        this.capacity = BYTES / packetBytes;
        this.offsets = new long[capacity];
        this.lengths = new int[capacity];
        this.words = new long[4 * capacity];
        for (int i = 0; i < capacity; i++) {
            offsets[i] = (long) i * packetBytes;
            lengths[i] = packetBytes;
        }
        this.lease = budget.lease(BYTES);
    }

    /// How many packets there is room for.
    int capacity() {
        return capacity;
    }

    /// The place of packet `index`.
    MemorySegment packet(int index) {
        return lease.segment().asSlice(offsets[index], packetBytes);
    }

    /// Hashes the first `count` packets, for [#hash].
    void hash(int count) {
        Blake3.hashMany(lease.segment(), offsets, lengths, count, words);
    }

    Hash id(int index) {
        return new Hash(words[4 * index], words[4 * index + 1], words[4 * index + 2], words[4 * index + 3]);
    }

    @Override
    public void close() {
        lease.close();
    }
}
