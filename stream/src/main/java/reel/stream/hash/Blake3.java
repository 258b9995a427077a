package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// BLAKE3 (reference: the BLAKE3 paper and its official vectors), with the fastest kernel this JVM offers.
///
/// Static methods hash what lies in memory in one call; an instance hashes what arrives in pieces.
/// Instances are not thread-safe.
public final class Blake3 {
    private Blake3() {}

    /// The hash of `data[offset, offset + length)`; on or off the heap.
    public static Hash hash(MemorySegment data, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    public static Hash hash(MemorySegment data) {
        return hash(data, 0, data.byteSize());
    }

    public static Hash hash(byte[] data) {
        return hash(MemorySegment.ofArray(data));
    }

    /// A hasher for data that arrives in pieces.
    public static Blake3 hasher() {
        return new Blake3();
    }

    /// Adds bytes; returns this.
    public Blake3 update(MemorySegment data, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    public Blake3 update(byte[] data) {
        return update(MemorySegment.ofArray(data), 0, data.length);
    }

    /// The hash of all bytes so far; the hasher can go on.
    public Hash digest() {
        throw new UnsupportedOperationException();
    }
}
