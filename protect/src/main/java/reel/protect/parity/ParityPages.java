package reel.protect.parity;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import reel.store.layout.Crc;
import reel.store.layout.Le;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A table cut into pages that are checked one by one, so that two damaged copies of it can make one whole.
final class ParityPages {
    static final int PAGE_BYTES = 1024;

    /// Pages of the largest group: 20 packs of a GiB.
    static final int MAX_PAGES = 1 << 15;

    private static final long MAGIC = Le.magic("REELPAR1");
    private static final int HEAD_BYTES = 24;
    private static final int CRC_AT = PAGE_BYTES - 4;

    /// Bytes of the table in one page.
    static final int PAYLOAD_BYTES = CRC_AT - HEAD_BYTES;

    private final byte[] table;
    private final BitSet here = new BitSet();
    private final long tag;
    private final int pages;

    private ParityPages(long tag, int pages) {
        this.tag = tag;
        this.pages = pages;
        this.table = new byte[Math.multiplyExact(pages, PAYLOAD_BYTES)];
    }

    /// An empty table. @param tag first eight bytes of the table's BLAKE3 @param pages at most [#MAX_PAGES]
    static ParityPages empty(long tag, int pages) {
        return new ParityPages(tag, pages);
    }

    static int pages(long tableBytes) {
        return Math.toIntExact(Math.ceilDiv(tableBytes, (long) PAYLOAD_BYTES));
    }

    /// The pages that hold `table`.
    static byte[] cut(byte[] table) {
        int pages = pages(table.length);
        long tag = Blake3.hash(table).w0();
        byte[] cut = new byte[pages * PAGE_BYTES];
        MemorySegment all = MemorySegment.ofArray(cut);
        for (int page = 0; page < pages; page++) {
            MemorySegment one = all.asSlice((long) page * PAGE_BYTES, PAGE_BYTES);
            one.set(Le.LONG, 0, MAGIC);
            one.set(Le.INT, 8, page);
            one.set(Le.INT, 12, pages);
            one.set(Le.LONG, 16, tag);
            int from = page * PAYLOAD_BYTES;
            int length = Math.min(PAYLOAD_BYTES, table.length - from);
            MemorySegment.copy(table, from, one, ValueLayout.JAVA_BYTE, HEAD_BYTES, length);
            one.set(Le.INT, CRC_AT, Crc.of(one, 0, CRC_AT));
        }
        return cut;
    }

    /// How many pages there are, by one page; -1 where the page is damaged or of another table.
    static int count(MemorySegment page, long tag) {
        boolean whole = page.get(Le.LONG, 0) == MAGIC
                && page.get(Le.LONG, 16) == tag
                && page.get(Le.INT, CRC_AT) == Crc.of(page, 0, CRC_AT);
        int pages = page.get(Le.INT, 12);
        int number = page.get(Le.INT, 8);
        return whole && pages >= 1 && pages <= MAX_PAGES && number >= 0 && number < pages ? pages : -1;
    }

    /// Takes a page if it is right. @param number which one it ought to be
    boolean take(MemorySegment page, int number) {
        if (count(page, tag) != pages || page.get(Le.INT, 8) != number) {
            return false;
        }
        MemorySegment.copy(page, ValueLayout.JAVA_BYTE, HEAD_BYTES, table, number * PAYLOAD_BYTES, PAYLOAD_BYTES);
        here.set(number);
        return true;
    }

    boolean has(int page) {
        return here.get(page);
    }

    boolean isWhole() {
        return here.cardinality() == pages;
    }

    /// Whether `[from, from + length)` of the table is there.
    boolean has(long from, long length) {
        int first = (int) (from / PAYLOAD_BYTES);
        int last = (int) ((from + length - 1) / PAYLOAD_BYTES);
        return here.nextClearBit(first) > last && last < pages;
    }

    /// The table; where pages are missing, zeros.
    MemorySegment table() {
        return MemorySegment.ofArray(table);
    }

    /// BLAKE3 of the first `length` bytes, when every page is here.
    Hash hash(int length) {
        return Blake3.hash(Arrays.copyOf(table, length));
    }

    int pages() {
        return pages;
    }
}
