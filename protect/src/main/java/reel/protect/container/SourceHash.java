package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.protect.model.InOrder;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// The hash of the source from the values of its symbols, told block by block in any order.
final class SourceHash {
    private final InOrder order = new InOrder();
    private final PieceTree tree = new PieceTree();
    private @Nullable Hash whole;

    /// Adds the values of a block's source symbols; waits for the blocks before it.
    void tell(long block, int symbols, long[] values) throws IOException {
        order.tell(block, () -> {
            for (int i = 0; i < symbols; i++) {
                tree.append(values, 4 * i);
            }
        });
    }

    /// Skips a block that can not be told; there is no hash then.
    void skip(long block) throws IOException {
        order.tell(block, () -> {});
    }

    /// A source of one symbol or none is hashed as it is.
    void only(MemorySegment bytes) {
        whole = Blake3.hash(bytes);
    }

    Hash digest() {
        Hash known = whole;
        if (known != null) {
            return known;
        }
        return tree.pieces() == 0 ? Blake3.hash(new byte[0]) : tree.digest();
    }
}
