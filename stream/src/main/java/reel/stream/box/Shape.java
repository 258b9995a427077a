package reel.stream.box;

/// Where things lie in a container: docs/format/transfer-container.md.
final class Shape {
    static final int FRAME_BYTES = 1 << 20;
    static final int FRAME_LOG = 20;

    static final int HEADER_BYTES = 96;

    /// Sealed length, plain length, kind.
    static final int FRAME_HEADER_BYTES = 9;

    static final int TAG_BYTES = 16;
    static final int CRC_BYTES = 4;
    static final int DIGEST_BYTES = 32;

    /// Index offset, frames, plain size, digest, tag, magic.
    static final int TRAILER_BYTES = 3 * 8 + DIGEST_BYTES + TAG_BYTES + 8;

    static final int ZSTD = 1;
    static final int LAST = 2;

    /// More frames than any file has: 2^32 MiB.
    static final long MOST_FRAMES = 1L << 31;

    private Shape() {}

    /// Everything behind a frame's header.
    static int sealBytes(boolean encrypted) {
        return encrypted ? TAG_BYTES : CRC_BYTES;
    }
}
