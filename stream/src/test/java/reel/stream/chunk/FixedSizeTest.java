package reel.stream.chunk;

class FixedSizeTest extends ChunkerContract {
    @Override
    Chunker chunker() {
        return Chunkers.fixedSize(16 << 10);
    }
}
