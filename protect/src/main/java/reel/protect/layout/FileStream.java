package reel.protect.layout;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import reel.protect.disk.Disk;

/// A range of an open file as a stream; closing it leaves the file open.
final class FileStream extends InputStream {
    private final Disk.InFile file;
    private final long end;
    private long at;

    FileStream(Disk.InFile file, long from, long to) {
        this.file = file;
        this.at = from;
        this.end = to;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, end - at);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        long read = file.readUpTo(at, MemorySegment.ofArray(into).asSlice(offset, wanted));
        at += read;
        return read == 0 ? -1 : (int) read;
    }
}
