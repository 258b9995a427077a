package reel.raptorq;

/// Gauss–Jordan over octets, of more rows than columns.
final class OctetMatrix {
    private OctetMatrix() {}

    /// Finds `size` independent rows among the first `count`, moves them to the front and inverts the square
    /// matrix they make, in place: row k then says how unknown k is the sum of the values of the rows
    /// `order[0..size-1]`.
    ///
    /// @param rows at least `size` octets each
    /// @param order receives which row lies where now
    /// @return how many unknowns found no row, 0 if it is inverted; otherwise the contents are of no use
    static int invert(byte[][] rows, int count, int size, int[] order) {
        for (int r = 0; r < count; r++) {
            order[r] = r;
        }
        int top = 0;
        for (int c = 0; c < size; c++) {
            int found = top;
            while (found < count && rows[found][c] == 0) {
                found++;
            }
            if (found < count) {
                swap(rows, order, found, top);
                clearOthers(rows, count, size, top++, c);
            }
        }
        return size - top;
    }

    private static void swap(byte[][] rows, int[] order, int one, int other) {
        byte[] row = rows[one];
        rows[one] = rows[other];
        rows[other] = row;
        int number = order[one];
        order[one] = order[other];
        order[other] = number;
    }

    /// Makes column `c` zero in all rows but the pivot, in which it is one; where the column was, the inverse
    /// grows.
    private static void clearOthers(byte[][] rows, int count, int size, int top, int c) {
        byte[] pivot = rows[top];
        int inverse = Octets.inverse(pivot[c] & 255);
        pivot[c] = 1;
        Octets.scale(pivot, inverse, size);
        for (int r = 0; r < count; r++) {
            int factor = rows[r][c] & 255;
            if (r != top && factor != 0) {
                rows[r][c] = 0;
                Octets.addProduct(pivot, factor, rows[r], size);
            }
        }
    }
}
