package reel.stream.box;

import reel.stream.Corrupt;
import reel.stream.Refused;

/// What a container's length and first bytes tell without a key.
public final class Containers {
    /// How many bytes [#isEncrypted] wants.
    public static final int HEAD_BYTES = Shape.HEADER_BYTES;

    private static final int ENCRYPTED_FRAME_BYTES = Shape.FRAME_HEADER_BYTES + Shape.TAG_BYTES;
    private static final int INDEX_ENTRY_BYTES = 4;

    private Containers() {}

    /// Length of an encrypted container of `plain` bytes, none of which were worth compressing. No container that is
    /// not
    /// encrypted is as long.
    public static long encryptedBytes(long plain) {
        long frames = Math.max(1, Math.ceilDiv(plain, (long) Shape.FRAME_BYTES));
        return Shape.HEADER_BYTES + plain + frames * (ENCRYPTED_FRAME_BYTES + INDEX_ENTRY_BYTES) + Shape.TRAILER_BYTES;
    }

    /// Whether the container that begins with `head` is encrypted.
    ///
    /// @param head  its first [#HEAD_BYTES]
    /// @param thing the container, for messages
    public static boolean isEncrypted(byte[] head, String thing) throws Corrupt, Refused {
        return Header.read(head, thing).encrypted();
    }
}
