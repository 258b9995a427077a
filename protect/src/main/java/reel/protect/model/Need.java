package reel.protect.model;

/// Memory that one block in work takes.
///
/// @param offHeap bytes of buffers
/// @param heap    bytes of arrays
public record Need(long offHeap, long heap) {
    /// Of a block that takes nothing.
    public static final Need NONE = new Need(0, 0);

    public long bytes() {
        return offHeap + heap;
    }

    /// Enough for either.
    public Need or(Need other) {
        return new Need(Math.max(offHeap, other.offHeap), Math.max(heap, other.heap));
    }

    public Need plus(Need other) {
        return new Need(offHeap + other.offHeap, heap + other.heap);
    }
}
