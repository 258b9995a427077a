package reel.store.index;

import reel.stream.hash.Hash;

/// The ids a session has put and not yet written to a run, each with a value: an open-addressing table of longs.
///
/// An id's slot is given by its leading bits, so the table is almost in order of id as it stands, and a walk in order
/// needs one insertion sort over nearly sorted rows and no second table. Not thread-safe.
public final class PendingIds {
    private static final int WORDS = 4;
    private static final int FIRST_BITS = 10;

    private int bits = FIRST_BITS;
    private long[] rows = new long[WORDS << FIRST_BITS];
    private int size;

    /// Adds an id unless it is here. @param value 0 or more @return whether it was added
    public boolean add(Hash id, long value) {
        if (4L * (size + 1) > 3L << bits) {
            grow();
        }
        int slot = slotOf(id.w0(), id.w1(), id.w2());
        if (rows[slot + 3] != 0) {
            return false;
        }
        set(slot, id.w0(), id.w1(), id.w2(), value + 1);
        size++;
        return true;
    }

    /// Adds an id also when it is here already, with another value.
    public void addCopy(Hash id, long value) {
        if (4L * (size + 1) > 3L << bits) {
            grow();
        }
        set(freeSlot(id.w0()), id.w0(), id.w1(), id.w2(), value + 1);
        size++;
    }

    public boolean contains(Hash id) {
        return rows[slotOf(id.w0(), id.w1(), id.w2()) + 3] != 0;
    }

    /// Forgets all ids.
    public void clear() {
        bits = FIRST_BITS;
        rows = new long[WORDS << FIRST_BITS];
        size = 0;
    }

    public int size() {
        return size;
    }

    /// Start of the id's row, or of the free one where it belongs.
    private int slotOf(long w0, long w1, long w2) {
        int mask = (1 << bits) - 1;
        int slot = (int) (w0 >>> 64 - bits);
        while (true) {
            int at = slot * WORDS;
            if (rows[at + 3] == 0 || rows[at] == w0 && rows[at + 1] == w1 && rows[at + 2] == w2) {
                return at;
            }
            slot = slot + 1 & mask;
        }
    }

    private int freeSlot(long w0) {
        int mask = (1 << bits) - 1;
        int slot = (int) (w0 >>> 64 - bits);
        while (rows[slot * WORDS + 3] != 0) {
            slot = slot + 1 & mask;
        }
        return slot * WORDS;
    }

    private void set(int at, long w0, long w1, long w2, long mark) {
        rows[at] = w0;
        rows[at + 1] = w1;
        rows[at + 2] = w2;
        rows[at + 3] = mark;
    }

    private void grow() {
        long[] old = rows;
        bits++;
        rows = new long[WORDS << bits];
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at + 3] != 0) {
                set(freeSlot(old[at]), old[at], old[at + 1], old[at + 2], old[at + 3]);
            }
        }
    }

    /// Turns the table into rows in order of id, walks them, and leaves it empty.
    ///
    /// @param packOf  the pack of a value @param chunkOf the row in that pack
    public EntryCursor drain(ValueToInt packOf, ValueToInt chunkOf) {
        int count = 0;
        for (int at = 0; at < rows.length; at += WORDS) {
            if (rows[at + 3] != 0) {
                insert(count++, rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
            }
        }
        long[] sorted = rows;
        clear();
        return new Sorted(sorted, count, packOf, chunkOf);
    }

    /// Moves the rows that belong behind up by one, and puts this one in their place. Rows wrapped round to the start
    /// of the table are few: they move far, all others hardly at all.
    private void insert(int count, long w0, long w1, long w2, long mark) {
        int low = count;
        while (low > 0) {
            int before = (low - 1) * WORDS;
            if (RunLayout.compare(rows[before], rows[before + 1], rows[before + 2], w0, w1, w2) <= 0) {
                break;
            }
            low--;
        }
        System.arraycopy(rows, low * WORDS, rows, (low + 1) * WORDS, (count - low) * WORDS);
        set(low * WORDS, w0, w1, w2, mark);
    }

    /// An int that a value stands for.
    @FunctionalInterface
    public interface ValueToInt {
        int of(long value);
    }

    private static final class Sorted implements EntryCursor {
        private final long[] rows;
        private final int count;
        private final ValueToInt packOf;
        private final ValueToInt chunkOf;
        private int at = -1;

        Sorted(long[] rows, int count, ValueToInt packOf, ValueToInt chunkOf) {
            this.rows = rows;
            this.count = count;
            this.packOf = packOf;
            this.chunkOf = chunkOf;
        }

        @Override
        public boolean next() {
            return ++at < count;
        }

        @Override
        public long w0() {
            return rows[at * WORDS];
        }

        @Override
        public long w1() {
            return rows[at * WORDS + 1];
        }

        @Override
        public long w2() {
            return rows[at * WORDS + 2];
        }

        @Override
        public int pack() {
            return packOf.of(rows[at * WORDS + 3] - 1);
        }

        @Override
        public int chunk() {
            return chunkOf.of(rows[at * WORDS + 3] - 1);
        }
    }
}
