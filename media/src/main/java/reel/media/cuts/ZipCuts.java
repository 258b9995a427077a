package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// ZIP archives (APPNOTE.TXT §4.3) and the many formats that are one: the packed bytes of every entry are an element.
/// The directory at the end is walked, because local headers need not know their lengths.
final class ZipCuts {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LONG_END = 0x06064b50;
    private static final int LONG_END_LOCATOR = 0x07064b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int LONG_END_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xffff;

    /// Where a 32-bit field says that the value is in a 64-bit one elsewhere.
    private static final long ELSEWHERE = 0xffff_ffffL;

    private record Directory(long start, long end) {}

    private ZipCuts() {}

    static boolean claims(ByteBuffer head) {
        return Integer.reverseBytes(head.getInt(0)) == LOCAL;
    }

    static void find(Headers file, Edges edges) throws IOException, Unparsable {
        Directory directory = directory(file);
        long at = directory.start;
        while (at < directory.end) {
            ByteBuffer entry = file.littleEndian(at, CENTRAL_BYTES);
            if (entry.getInt(0) != CENTRAL) {
                throw new Unparsable("not a directory entry");
            }
            long packed = Integer.toUnsignedLong(entry.getInt(20));
            long local = Integer.toUnsignedLong(entry.getInt(42));
            long next = at
                    + CENTRAL_BYTES
                    + Short.toUnsignedInt(entry.getShort(28))
                    + Short.toUnsignedInt(entry.getShort(30))
                    + Short.toUnsignedInt(entry.getShort(32));
            // Entries beyond 4 GiB keep their edges to themselves: the chunks inside are many anyway.
            if (packed >= Edges.LEAST_ELEMENT_BYTES && packed != ELSEWHERE && local != ELSEWHERE) {
                findEntry(file, local, packed, directory.start, edges);
            }
            at = next;
        }
        if (at != directory.end) {
            throw new Unparsable("a directory of another length");
        }
    }

    private static void findEntry(Headers file, long local, long packed, long limit, Edges edges)
            throws IOException, Unparsable {
        ByteBuffer header = file.littleEndian(local, LOCAL_BYTES);
        if (header.getInt(0) != LOCAL) {
            throw new Unparsable("not a local header");
        }
        long data = local
                + LOCAL_BYTES
                + Short.toUnsignedInt(header.getShort(26))
                + Short.toUnsignedInt(header.getShort(28));
        if (packed > limit - data) {
            throw new Unparsable("an entry in the directory");
        }
        edges.element(data, data + packed);
    }

    private static Directory directory(Headers file) throws IOException, Unparsable {
        byte[] tail = file.tail(END_BYTES + LONGEST_COMMENT);
        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = tail.length - END_BYTES; at >= 0; at--) {
            int comment = Short.toUnsignedInt(bytes.getShort(at + 20));
            if (bytes.getInt(at) == END && comment == tail.length - at - END_BYTES) {
                long end = file.size() - tail.length + at;
                long length = Integer.toUnsignedLong(bytes.getInt(at + 12));
                long start = Integer.toUnsignedLong(bytes.getInt(at + 16));
                return start == ELSEWHERE || length == ELSEWHERE
                        ? longDirectory(file, end)
                        : checked(start, length, end);
            }
        }
        throw new Unparsable("no end of a directory");
    }

    private static Directory longDirectory(Headers file, long end) throws IOException, Unparsable {
        ByteBuffer locator = file.littleEndian(end - LOCATOR_BYTES, LOCATOR_BYTES);
        if (locator.getInt(0) != LONG_END_LOCATOR) {
            throw new Unparsable("no locator of a long directory");
        }
        long at = locator.getLong(8);
        ByteBuffer record = file.littleEndian(at, LONG_END_BYTES);
        if (record.getInt(0) != LONG_END) {
            throw new Unparsable("no end of a long directory");
        }
        return checked(record.getLong(48), record.getLong(40), at);
    }

    private static Directory checked(long start, long length, long end) throws Unparsable {
        if (start < 0 || length < 0 || start > end || length > end - start) {
            throw new Unparsable("a directory beyond its end");
        }
        return new Directory(start, start + length);
    }
}
