package reel.store.crypt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.stream.Corrupt;

/// One encrypted object whose header was read and whose last segment was found to be its own: length and name are
/// right, every range still has to prove itself. Or a damaged one, of which every range has to prove itself, and no
/// more is known. Immutable.
final class SealedObject {
    private static final String HINT = "Run `reel fsck` to see what is affected.";

    private final Backend inner;
    private final Handle handle;
    private final long size;
    private final byte[] key;
    private final boolean isWhole;

    private SealedObject(Backend inner, Handle handle, long size, byte[] key, boolean isWhole) {
        this.inner = inner;
        this.handle = handle;
        this.size = size;
        this.key = key;
        this.isWhole = isWhole;
    }

    /// [reel.stream.Missing] where it is not there, [Corrupt] where it is damaged, another object, or under another
    /// key.
    static SealedObject open(Backend inner, Handle handle, byte[] objects, SegmentCache cache) throws IOException {
        long stored = inner.stat(handle).size();
        byte[] header = header(inner, handle);
        long size = ObjectShape.plainBytes(stored);
        if (ObjectShape.storedBytes(size) != stored) {
            throw new Corrupt(
                    handle.path(), stored, "the length of an encrypted object", stored + " bytes", HINT, null);
        }
        SealedObject object = new SealedObject(inner, handle, size, ObjectShape.key(objects, header), true);
        long last = ObjectShape.segments(size) - 1;
        byte[] plain = new byte[ObjectShape.segmentBytes(last, size)];
        object.segment(object.cipher(), last, new byte[plain.length + ObjectShape.TAG_BYTES], plain);
        cache.put(object, last, plain);
        return object;
    }

    /// One of which some segments may be damaged, cut off or another object's: those that can be read are this
    /// repository's, and what they belong to is for the reader to find out.
    static SealedObject openDamaged(Backend inner, Handle handle, byte[] objects) throws IOException {
        long size = ObjectShape.leftOver(inner.stat(handle).size());
        byte[] header = header(inner, handle);
        return new SealedObject(inner, handle, size, ObjectShape.key(objects, header), false);
    }

    private static byte[] header(Backend inner, Handle handle) throws IOException {
        byte[] header = new byte[ObjectShape.HEADER_BYTES];
        inner.read(handle, 0, MemorySegment.ofArray(header));
        ObjectShape.checkHeader(header, handle.path());
        return header;
    }

    private SegmentCipher cipher() {
        return new SegmentCipher(key);
    }

    /// Fills `into` from `offset`. What is read in part is kept in the cache: its neighbours are read next.
    void read(long offset, MemorySegment into, SegmentCache cache) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset " + offset);
        }
        long end = offset + into.byteSize();
        if (offset > size - into.byteSize()) {
            throw new Corrupt(
                    handle.path(), size, "at least " + offset + " + " + into.byteSize() + " bytes", size + " bytes");
        }
        SegmentCipher cipher = null;
        byte[] sealed = null;
        byte[] whole = null;
        for (long at = offset; at < end; ) {
            long segment = at / ObjectShape.SEGMENT_BYTES;
            int from = (int) (at % ObjectShape.SEGMENT_BYTES);
            int length = ObjectShape.segmentBytes(segment, size);
            int part = (int) Math.min(length - from, end - at);
            byte[] plain = cache.get(this, segment);
            if (plain == null) {
                if (cipher == null || sealed == null) {
                    cipher = cipher();
                    sealed = new byte[(int) Math.min(ObjectShape.SEALED_SEGMENT_BYTES, size + ObjectShape.TAG_BYTES)];
                }
                boolean all = part == length;
                plain = all && whole != null && whole.length == length ? whole : new byte[length];
                segment(cipher, segment, sealed, plain);
                if (all) {
                    whole = plain;
                } else {
                    cache.put(this, segment, plain);
                }
            }
            MemorySegment.copy(plain, from, into, ValueLayout.JAVA_BYTE, at - offset, part);
            at += part;
        }
    }

    private void segment(SegmentCipher cipher, long segment, byte[] sealed, byte[] plain) throws IOException {
        long at = ObjectShape.segmentAt(segment);
        int length = plain.length + ObjectShape.TAG_BYTES;
        inner.read(handle, at, MemorySegment.ofArray(sealed).asSlice(0, length));
        boolean last = segment == ObjectShape.segments(size) - 1;
        boolean opened = cipher.open(segment, last, handle, sealed, length, plain)
                || !isWhole && cipher.open(segment, !last, handle, sealed, length, plain);
        if (!opened) {
            throw new Corrupt(
                    handle.path(),
                    at,
                    "bytes sealed with this repository's key under this name",
                    "bytes that do not match their tag",
                    HINT,
                    null);
        }
    }
}
