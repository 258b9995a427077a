package reel.history.repo;

import reel.stream.hash.Hash;

/// Ids that were seen, as whole 32 bytes in one array, up to a limit.
///
/// Exact on purpose: whoever skips what "was seen" by a shortened id or a filter may skip something that was not,
/// and gc would then delete it. Past the limit nothing more is remembered, which costs time and nothing else.
final class IdSet {
    private static final int WORDS = 4;

    private final int limit;
    private long[] table = new long[WORDS * 1024];
    private int size;
    private boolean hasZero;

    /// @param limit most ids remembered, at about 64 bytes each
    IdSet(int limit) {
        this.limit = limit;
    }

    int size() {
        return size + (hasZero ? 1 : 0);
    }

    /// Whether the id is new; true again and again for one that came after the limit was reached.
    boolean add(Hash id) {
        if ((id.w0() | id.w1() | id.w2() | id.w3()) == 0) {
            // Zeros mark free places in the table.
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int slot = slot(table, id);
        if ((table[slot] | table[slot + 1] | table[slot + 2] | table[slot + 3]) == 0) {
            if (size < limit) {
                put(table, slot, id);
                size++;
                if (2L * size * WORDS > table.length) {
                    grow();
                }
            }
            return true;
        }
        return false;
    }

    /// Whether the id was added and is remembered.
    boolean contains(Hash id) {
        if ((id.w0() | id.w1() | id.w2() | id.w3()) == 0) {
            return hasZero;
        }
        int slot = slot(table, id);
        return (table[slot] | table[slot + 1] | table[slot + 2] | table[slot + 3]) != 0;
    }

    /// Where the id stands, or the free place where it would.
    private static int slot(long[] table, Hash id) {
        int places = table.length / WORDS;
        int place = (int) (id.w0() & places - 1);
        while (true) {
            int slot = place * WORDS;
            boolean free = (table[slot] | table[slot + 1] | table[slot + 2] | table[slot + 3]) == 0;
            if (free
                    || (table[slot] == id.w0()
                            && table[slot + 1] == id.w1()
                            && table[slot + 2] == id.w2()
                            && table[slot + 3] == id.w3())) {
                return slot;
            }
            place = place + 1 & places - 1;
        }
    }

    private static void put(long[] table, int slot, Hash id) {
        table[slot] = id.w0();
        table[slot + 1] = id.w1();
        table[slot + 2] = id.w2();
        table[slot + 3] = id.w3();
    }

    private void grow() {
        long[] old = table;
        table = new long[Math.multiplyExact(old.length, 2)];
        for (int slot = 0; slot < old.length; slot += WORDS) {
            Hash id = new Hash(old[slot], old[slot + 1], old[slot + 2], old[slot + 3]);
            if ((id.w0() | id.w1() | id.w2() | id.w3()) != 0) {
                put(table, slot(table, id), id);
            }
        }
    }
}
