package reel.store.layout;

import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;
import reel.stream.hash.KeyedHash;

/// What is done to ids, names and lengths before they are stored, so that they tell a stranger nothing. A repository
/// without encryption wears none: everything is stored as it is.
///
/// Above the store a chunk's id is the BLAKE3 of its bytes; below, in indexes and footers, it is the keyed hash of
/// that, so the same file in two repositories has nothing in common. The names of packs and runs likewise.
public final class Cloak {
    private static final Cloak NONE = new Cloak(null, null);

    /// Lengths are rounded up by at most one part in this.
    private static final int PRECISION = 16;

    private static final long MIN_STEP_BYTES = 256;
    private static final long MAX_STEP_BYTES = 64 << 10;

    private final @Nullable KeyedHash chunks;
    private final @Nullable KeyedHash objects;

    private Cloak(@Nullable KeyedHash chunks, @Nullable KeyedHash objects) {
        this.chunks = chunks;
        this.objects = objects;
    }

    /// Nothing is changed.
    public static Cloak none() {
        return NONE;
    }

    /// @param chunkKey for chunks' ids, 32 bytes @param objectKey for objects' names, 32 bytes
    public static Cloak keyed(byte[] chunkKey, byte[] objectKey) {
        return new Cloak(new KeyedHash(chunkKey), new KeyedHash(objectKey));
    }

    /// The id under which the chunk with the BLAKE3 `plain` is stored.
    public Hash chunk(Hash plain) {
        KeyedHash keyed = chunks;
        return keyed == null ? plain : keyed.of(plain);
    }

    /// The id, and so the name, of the object whose table has the BLAKE3 `table`.
    public Hash object(Hash table) {
        KeyedHash keyed = objects;
        return keyed == null ? table : keyed.of(table);
    }

    /// Zeros that bring an object of `size` bytes to a length many others have: a multiple of 64 KiB from 1 MiB on,
    /// of a sixteenth of the power of two below it before that, of 256 bytes at least.
    public long padding(long size) {
        return chunks == null ? 0 : -size & step(size) - 1;
    }

    /// No object of `size` bytes, everything but the padding counted, has more of that than this.
    public static long maxPadding(long size) {
        return step(size);
    }

    private static long step(long size) {
        return Math.clamp(Long.highestOneBit(Math.max(1, size)) / PRECISION, MIN_STEP_BYTES, MAX_STEP_BYTES);
    }
}
