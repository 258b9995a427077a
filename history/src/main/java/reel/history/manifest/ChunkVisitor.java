package reel.history.manifest;

import java.io.IOException;
import reel.stream.hash.Hash;

/// Is shown every chunk of a content, nodes before what is below them, in file order.
@FunctionalInterface
public interface ChunkVisitor {
    /// @param height 0 for a leaf, more for a node
    /// @param offset where the chunk's bytes start in the file
    /// @param length bytes of the file in or below the chunk
    /// @return whether to go below this node (no: already seen); without meaning for a leaf
    boolean visit(Hash id, int height, long offset, long length) throws IOException;
}
