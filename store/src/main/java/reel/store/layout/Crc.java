package reel.store.layout;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// CRC32C of memory: the cheap check against damage by accident (29 GB/s here); ids are the check against the rest.
public final class Crc {
    private Crc() {}

    public static int of(MemorySegment bytes, long offset, long length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asSlice(offset, length).asByteBuffer());
        return (int) crc.getValue();
    }

    public static int of(MemorySegment bytes) {
        return of(bytes, 0, bytes.byteSize());
    }
}
