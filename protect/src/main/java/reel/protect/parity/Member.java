package reel.protect.parity;

import reel.stream.hash.Hash;

/// A pack that a group protects.
///
/// @param pack    its id
/// @param bytes   length of the object
/// @param content BLAKE3 of the object as it is stored
public record Member(Hash pack, long bytes, Hash content) {
    /// The longest pack: the most a repository's packs may have, and a last frame with its footer.
    static final long MAX_BYTES = 1L << 30;

    public Member {
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a pack of " + bytes + " bytes");
        }
    }
}
