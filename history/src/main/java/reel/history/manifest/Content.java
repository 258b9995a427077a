package reel.history.manifest;

import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// What a regular file's bytes are: their length, the BLAKE3 of all of them, and the top of the Merkle tree
/// that finds them.
///
/// Height 0: `root` is the one chunk that is the whole file (and equals `fileHash`); a file of 0 bytes has
/// height 0, the hash of nothing, and no chunk. Height n: `root` is a node chunk (kind META) whose children
/// have height n - 1.
///
/// @param size     bytes
/// @param fileHash BLAKE3-256 of the whole file, as `b3sum` prints it
public record Content(long size, Hash fileHash, Hash root, int height) {
    /// Every node but a level's last has eight children or more, so no file of 2^63 bytes is higher than 21.
    public static final int MAX_HEIGHT = 24;

    public Content {
        if (size < 0 || height < 0 || height > MAX_HEIGHT || (height == 0 && !root.equals(fileHash))) {
            throw new IllegalArgumentException("content of size " + size + " and height " + height + " is impossible");
        }
    }

    /// A file that is one chunk, or none when `size` is 0.
    static Content ofChunk(long size, Hash id) {
        return new Content(size, id, id, 0);
    }

    /// A file of no bytes.
    public static Content empty() {
        return ofChunk(0, Blake3.hash(new byte[0]));
    }

    /// Whether the bytes are the same; the cut parameters, and so the roots, may differ.
    public boolean sameBytes(Content other) {
        return size == other.size && fileHash.equals(other.fileHash);
    }
}
