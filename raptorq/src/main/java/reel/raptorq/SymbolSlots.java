package reel.raptorq;

import java.util.Arrays;

/// Which symbols a decoder has, and in which row of its store each lies.
///
/// Source symbol i has row i. Repair symbols take the spare rows behind the K' source rows, then rows of
/// source symbols not seen yet, from the last on; one that lies where a source symbol comes is moved. K +
/// [#SPARE] symbols fit.
final class SymbolSlots {
    /// Symbols above K that are kept: the chance that K + 16 do not determine a block is 2^-136.
    static final int SPARE = 16;

    private int symbols;
    private int extended;
    private int sources;
    private int repairs;
    private int nextSpare;
    private int nextSource;
    private boolean[] have = {};
    /// For each source row the repair symbol that lies there, -1 for none.
    private int[] guest = {};
    private int[] repairEsi = {};
    private int[] repairRow = {};
    /// Open addressing: repair symbol number + 1 by its id.
    private int[] table = {};

    void begin(int symbols, int extended) {
        this.symbols = symbols;
        this.extended = extended;
        sources = 0;
        repairs = 0;
        nextSpare = extended;
        nextSource = symbols - 1;
        int room = symbols + SPARE;
        if (have.length < symbols) {
            have = new boolean[symbols];
        }
        Arrays.fill(have, 0, symbols, false);
        guest = Arena.ints(guest, symbols);
        Arrays.fill(guest, 0, symbols, -1);
        repairEsi = Arena.ints(repairEsi, room);
        repairRow = Arena.ints(repairRow, room);
        int buckets = Integer.highestOneBit(room) * 4;
        if (table.length < buckets) {
            table = new int[buckets];
        } else {
            Arrays.fill(table, 0);
        }
    }

    int received() {
        return sources + repairs;
    }

    int sources() {
        return sources;
    }

    int repairs() {
        return repairs;
    }

    int repairEsi(int number) {
        return repairEsi[number];
    }

    int repairRow(int number) {
        return repairRow[number];
    }

    boolean full() {
        return received() == symbols + SPARE;
    }

    boolean has(int esi) {
        return esi < symbols ? have[esi] : table[bucket(esi)] != 0;
    }

    /// The bucket that holds `esi`, or the empty one where it belongs.
    private int bucket(int esi) {
        int mask = table.length - 1;
        int at = esi * 0x9E3779B1 >>> 7 & mask;
        while (table[at] != 0 && repairEsi[table[at] - 1] != esi) {
            at = at + 1 & mask;
        }
        return at;
    }

    /// The repair symbol that lies in the row of source symbol `esi`, -1 for none.
    int guest(int esi) {
        return guest[esi];
    }

    void addSource(int esi) {
        have[esi] = true;
        guest[esi] = -1;
        sources++;
    }

    /// Gives a repair symbol its row.
    int addRepair(int esi) {
        int number = repairs++;
        repairEsi[number] = esi;
        table[bucket(esi)] = number + 1;
        return place(number);
    }

    /// Finds repair symbol `number` a row, another than before.
    int place(int number) {
        int row;
        if (nextSpare < extended + SPARE) {
            row = nextSpare++;
        } else {
            while (have[nextSource] || guest[nextSource] >= 0) {
                nextSource--;
            }
            row = nextSource;
            guest[row] = number;
        }
        repairRow[number] = row;
        return row;
    }

    /// The ids of the source symbols not here, ascending.
    int[] missing() {
        int[] missing = new int[symbols - sources];
        int count = 0;
        for (int i = 0; i < symbols; i++) {
            if (!have[i]) {
                missing[count++] = i;
            }
        }
        return missing;
    }

    /// All source symbols are known now.
    void complete() {
        Arrays.fill(have, 0, symbols, true);
        sources = symbols;
    }

    long bytes() {
        return have.length + 4L * (guest.length + repairEsi.length + repairRow.length + table.length);
    }
}
