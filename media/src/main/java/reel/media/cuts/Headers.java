package reel.media.cuts;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import reel.stream.RandomReader;

/// A file's bytes as its parsers want them: few at a time, checked against the file's end, and only so often. Used by
/// one thread.
final class Headers {
    /// Reads of one file: a PNG of 2 GiB in pieces of 8 KiB stays below it, and an endless walk does not.
    static final int MOST_READS = 1 << 18;

    /// No header is longer.
    private static final int LONGEST = 256;

    private final RandomReader file;
    private final byte[] bytes = new byte[LONGEST];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int reads;

    Headers(RandomReader file) {
        this.file = file;
    }

    long size() {
        return file.size();
    }

    /// `length` bytes from `offset`, valid until the next call.
    ByteBuffer at(long offset, int length, ByteOrder order) throws IOException, Unparsable {
        if (offset < 0 || offset > file.size() - length) {
            throw new Unparsable("a header beyond the end");
        }
        if (++reads > MOST_READS) {
            throw new Unparsable("too many headers");
        }
        file.read(offset, MemorySegment.ofArray(bytes).asSlice(0, length));
        return buffer.clear().limit(length).order(order);
    }

    ByteBuffer bigEndian(long offset, int length) throws IOException, Unparsable {
        return at(offset, length, ByteOrder.BIG_ENDIAN);
    }

    ByteBuffer littleEndian(long offset, int length) throws IOException, Unparsable {
        return at(offset, length, ByteOrder.LITTLE_ENDIAN);
    }

    /// The file's last `length` bytes or all of it, for a directory at the end.
    byte[] tail(int length) throws IOException {
        byte[] tail = new byte[(int) Math.min(length, file.size())];
        file.read(file.size() - tail.length, MemorySegment.ofArray(tail));
        return tail;
    }
}
