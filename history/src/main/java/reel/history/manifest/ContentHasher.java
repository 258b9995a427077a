package reel.history.manifest;

import java.io.IOException;
import reel.stream.RandomReader;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Hashes whole files without cutting them, large ones by all cores: tells whether a file is still what a
/// [Content] says, much faster than writing it. Thread-safe.
public final class ContentHasher {
    private final BufferShare buffers;

    /// @param budget where buffers come from, at most a quarter of it
    public ContentHasher(MemoryBudget budget) {
        this.buffers = new BufferShare(budget);
    }

    /// BLAKE3-256 of all bytes of `file`, as `b3sum` prints it.
    public Hash fileHash(RandomReader file) throws IOException {
        long size = file.size();
        if (size == 0) {
            return Content.empty().fileHash();
        }
        if (size > ContentWriter.SMALL_BYTES) {
            return LargeHash.of(file, size, buffers);
        }
        try (BufferShare.Held held = buffers.hold(size)) {
            file.read(0, held.segment());
            return Blake3.hash(held.segment());
        }
    }

    /// Whether `file` has exactly the bytes of `content`. Another size is told without reading.
    public boolean sameAs(RandomReader file, Content content) throws IOException {
        return file.size() == content.size() && fileHash(file).equals(content.fileHash());
    }

    /// One large file's hash in the making.
    private record LargeHash(RandomReader file, FileHasher hasher) implements BlockWork<FileHasher.Part> {
        static Hash of(RandomReader file, long size, BufferShare buffers) throws IOException {
            LargeHash large = new LargeHash(file, new FileHasher());
            BlockPipeline.run(buffers, size, BlockPipeline.BLOCK_BYTES, 0, large);
            return large.hasher.digest();
        }

        @Override
        public FileHasher.Part newState() {
            return new FileHasher.Part();
        }

        @Override
        public void work(Block<FileHasher.Part> block) throws IOException {
            file.read(block.offset(), block.bytes());
            block.state().hash(block.bytes(), block.offset());
        }

        @Override
        public void finish(Block<FileHasher.Part> block) {
            block.state().appendTo(hasher);
        }
    }
}
