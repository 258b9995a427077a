package reel.store.crypt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.backend.Handle;
import reel.backend.Spooling.Spool;

/// Encrypts an object while it is written. A segment is sealed when a byte after it has come, so that the last one is
/// known to be the last, and by then the object's name is known too. Not thread-safe.
final class SealingSpool implements Spool {
    private final Spool inner;
    private final SegmentCipher cipher;
    private final byte[] plain = new byte[ObjectShape.SEGMENT_BYTES];
    private final byte[] sealed = new byte[ObjectShape.SEALED_SEGMENT_BYTES];
    private int gathered;
    private long segment;
    private long size;
    private boolean failed;
    private boolean ended;

    private SealingSpool(Spool inner, SegmentCipher cipher) {
        this.inner = inner;
        this.cipher = cipher;
    }

    static SealingSpool open(Spool inner, byte[] objects) throws IOException {
        try {
            byte[] header = ObjectShape.newHeader();
            inner.append(MemorySegment.ofArray(header));
            return new SealingSpool(inner, new SegmentCipher(ObjectShape.key(objects, header)));
        } catch (Throwable failure) {
            inner.close();
            throw failure;
        }
    }

    @Override
    public void append(MemorySegment bytes) throws IOException {
        requireUsable();
        failed = true;
        for (long at = 0; at < bytes.byteSize(); ) {
            if (gathered == plain.length) {
                put(cipher.seal(segment, plain, gathered, sealed));
                segment++;
                gathered = 0;
            }
            int part = (int) Math.min(bytes.byteSize() - at, plain.length - gathered);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, plain, gathered, part);
            gathered += part;
            at += part;
        }
        size += bytes.byteSize();
        failed = false;
    }

    private void put(int length) throws IOException {
        inner.append(MemorySegment.ofArray(sealed).asSlice(0, length));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void publish(Handle handle) throws IOException {
        requireUsable();
        failed = true;
        put(cipher.seal(segment, true, handle, plain, gathered, sealed));
        inner.publish(handle);
        ended = true;
    }

    private void requireUsable() {
        if (failed || ended) {
            throw new IllegalStateException("this spool has failed, is published or closed");
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inner.close();
    }
}
