package reel.history.manifest;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import reel.stream.hash.BlockHasher;
import reel.stream.hash.BlockHasher.BlockValue;
import reel.stream.hash.Hash;

/// The hash of a whole file whose blocks, one or more hasher's blocks long, are hashed by any thread and joined
/// in order.
final class FileHasher {
    private final BlockHasher hasher = new BlockHasher();

    /// What one pipeline block adds.
    static final class Part {
        private final List<BlockValue> values = new ArrayList<>(1);

        /// Hashes `bytes`, which stand at `offset` of the file, a multiple of the hasher's block.
        void hash(MemorySegment bytes, long offset) {
            values.clear();
            long size = bytes.byteSize();
            for (long at = 0; at < size; at += BlockHasher.BLOCK_BYTES) {
                int length = (int) Math.min(BlockHasher.BLOCK_BYTES, size - at);
                values.add(BlockHasher.block(bytes, at, length, (offset + at) / BlockHasher.BLOCK_BYTES));
            }
        }

        void appendTo(FileHasher file) {
            values.forEach(file.hasher::append);
        }
    }

    Hash digest() {
        return hasher.digest();
    }
}
