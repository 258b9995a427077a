package reel.stream.chunk;

import java.lang.foreign.MemorySegment;

/// A chunker that cuts every n bytes whatever they are: for files that are only overwritten in place, such as disk
/// images.
final class FixedSize implements Chunker {
    private final ChunkSizes sizes;

    FixedSize(int bytes) {
        this.sizes = new ChunkSizes(bytes, bytes, bytes);
    }

    @Override
    public ChunkSizes sizes() {
        return sizes;
    }

    @Override
    public int next(MemorySegment window, long from, long to, boolean last) {
        long available = to - from;
        if (available >= sizes.max()) {
            return sizes.max();
        }
        return last ? (int) available : NEED_MORE;
    }
}
