package reel.store.pack;

import reel.store.layout.Le;
import reel.stream.chunk.ChunkSizes;

/// The numbers of docs/format/pack.md.
final class PackLayout {
    static final long MAGIC = Le.magic("REELPACK");
    static final int FRAME_MAGIC = (int) Le.magic("RFRM");
    static final int FOOTER_MAGIC = (int) Le.magic("RFTR");
    static final short VERSION = 1;

    static final int HEADER_BYTES = 32;
    static final int FRAME_HEADER_BYTES = 24;
    static final int FRAME_HEADER_CRC_AT = 20;
    static final int FOOTER_HEADER_BYTES = 24;
    static final int FOOTER_SALT_AT = 20;
    static final int FRAME_ROW_BYTES = 24;
    static final int CHUNK_ROW_BYTES = 48;
    static final int LENGTH_BYTES = 4;

    static final int LENGTH_MASK = (1 << 28) - 1;
    static final int FORM_SHIFT = 28;
    static final int FORM_PLAIN = 0;

    /// Tiny chunks must not make a frame's table longer than 32 KiB.
    static final int MAX_FRAME_CHUNKS = 8192;

    /// A footer stays below 13 MiB whatever the chunks' lengths.
    static final int MAX_PACK_CHUNKS = 1 << 18;

    static final int MAX_FRAME_PLAIN_BYTES = ChunkSizes.LIMIT_BYTES + (64 << 10);

    /// What a codec may add to bytes it cannot shrink.
    static final int MAX_SEAL_BYTES = 64;

    private PackLayout() {}
}
