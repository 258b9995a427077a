package reel.store.crypt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.backend.Handle;
import reel.backend.Source;

/// A source's bytes as they are stored under a handle. Read again it gives the same bytes, so a retry changes nothing.
final class SealedSource implements Source {
    private final Source plain;
    private final Handle handle;
    private final byte[] header = ObjectShape.newHeader();
    private final byte[] key;
    private SegmentCipher cipher;
    private long sealedLast = -1;
    private final byte[] opened;
    private final byte[] sealed;
    private long current = -1;
    private int currentBytes;

    SealedSource(Source plain, Handle handle, byte[] objects) {
        this.plain = plain;
        this.handle = handle;
        this.key = ObjectShape.key(objects, header);
        this.cipher = new SegmentCipher(key);
        int most = (int) Math.min(ObjectShape.SEGMENT_BYTES, plain.size());
        this.opened = new byte[most];
        this.sealed = new byte[most + ObjectShape.TAG_BYTES];
    }

    @Override
    public long size() {
        return ObjectShape.storedBytes(plain.size());
    }

    @Override
    public synchronized void read(long offset, MemorySegment into) throws IOException {
        long done = 0;
        while (done < into.byteSize()) {
            long at = offset + done;
            byte[] from;
            long skip;
            int length;
            if (at < ObjectShape.HEADER_BYTES) {
                from = header;
                skip = at;
                length = header.length;
            } else {
                long segment = (at - ObjectShape.HEADER_BYTES) / ObjectShape.SEALED_SEGMENT_BYTES;
                length = seal(segment);
                from = sealed;
                skip = at - ObjectShape.segmentAt(segment);
            }
            int part = (int) Math.min(into.byteSize() - done, length - skip);
            MemorySegment.copy(from, (int) skip, into, ValueLayout.JAVA_BYTE, done, part);
            done += part;
        }
    }

    private int seal(long segment) throws IOException {
        if (segment != current) {
            current = -1;
            int length = ObjectShape.segmentBytes(segment, plain.size());
            plain.read(
                    segment * ObjectShape.SEGMENT_BYTES,
                    MemorySegment.ofArray(opened).asSlice(0, length));
            if (segment == sealedLast) {
                // The JDK refuses the same nonce twice in a row, not knowing that the bytes are the same too.
                cipher = new SegmentCipher(key);
            }
            sealedLast = segment;
            boolean last = segment == ObjectShape.segments(plain.size()) - 1;
            currentBytes = cipher.seal(segment, last, handle, opened, length, sealed);
            current = segment;
        }
        return currentBytes;
    }
}
