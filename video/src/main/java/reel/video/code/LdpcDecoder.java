package reel.video.code;

import java.util.Arrays;

/// Finds the codeword that likelihoods speak for: layered min-sum, the messages scaled by three quarters, on signed
/// bytes. One thread at a time; see [#best] for the fastest one of this machine.
///
/// The memory of a decoder is laid out for vectors: each column's likelihoods stand three times in a row, so that a
/// turned column is read at an offset and written without a seam.
public abstract sealed class LdpcDecoder permits ScalarLdpc, VectorLdpc {
    /// The likelihood of a bit that is known to be 0.
    public static final byte SURE = 127;

    static final int LIFT = LdpcCode.LIFT;
    static final int SPAN = 3 * LIFT;
    /// Messages of checks stay below this, so that one check alone never outvotes a strong bit for good.
    static final int MOST_MESSAGE = 63;

    final LdpcCode code;
    /// Column c's bit j at `c · SPAN + LIFT + j`, and 128 bytes behind it. The 128 bytes before a column, and behind
    /// the
    /// last, take what writing without a seam leaves there; nobody reads them.
    final byte[] likelihoods = new byte[LdpcCode.COLUMNS * SPAN + LIFT];
    /// The last message of each edge, row after row.
    final byte[] messages;

    final int[] bases;
    final int[] starts;
    private final HardBits hard;
    private int iterations;

    LdpcDecoder(LdpcCode code) {
        this.code = code;
        hard = new HardBits(code);
        messages = new byte[code.edges() * LIFT];
        bases = new int[code.edges()];
        starts = new int[code.rows() + 1];
        int edge = 0;
        for (int row = 0; row < code.rows(); row++) {
            starts[row] = edge;
            for (int i = 0; i < code.columns(row).length; i++) {
                bases[edge++] = code.columns(row)[i] * SPAN + LIFT + code.turns(row)[i];
            }
        }
        starts[code.rows()] = edge;
    }

    /// The decoder for this machine: with vectors where the JVM has them.
    public static LdpcDecoder best(LdpcCode code) {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors ? new VectorLdpc(code) : new ScalarLdpc(code);
    }

    /// A decoder that uses no vectors; it decides bit for bit the same.
    public static LdpcDecoder scalar(LdpcCode code) {
        return new ScalarLdpc(code);
    }

    /// Decodes the 8192 likelihoods `from[at ..]`, positive for 0, and writes the data bytes to `data`.
    ///
    /// @param most so many iterations at most
    /// @return whether a codeword was found; if not, `data` holds the best guess
    public boolean decode(byte[] from, int at, int most, byte[] data, int dataAt) {
        iterations = 0;
        if (hard.take(from, at)) {
            hard.data(data, dataAt, code.rate().dataBits() / 8);
            return true;
        }
        for (int column = 0; column < LdpcCode.COLUMNS; column++) {
            for (int copy = 0; copy < 3; copy++) {
                System.arraycopy(from, at + column * LIFT, likelihoods, column * SPAN + copy * LIFT, LIFT);
            }
        }
        boolean found = false;
        Arrays.fill(messages, (byte) 0);
        while (!found && iterations < most) {
            iterations++;
            for (int row = 0; row < code.rows(); row++) {
                layer(starts[row], starts[row + 1]);
            }
            found = satisfied();
        }
        harden(data, dataAt);
        return found;
    }

    /// How many iterations the last decoding took.
    public int iterations() {
        return iterations;
    }

    private void harden(byte[] data, int at) {
        int bytes = code.rate().dataBits() / 8;
        for (int i = 0; i < bytes; i++) {
            int base = (i >> 4) * SPAN + LIFT + (i & 15) * 8;
            int value = 0;
            for (int bit = 0; bit < 8; bit++) {
                value |= (likelihoods[base + bit] >>> 31) << bit;
            }
            data[at + i] = (byte) value;
        }
    }

    /// Whether all checks are even.
    abstract boolean satisfied();

    /// One layer: the edges `first .. end-1` of a row.
    abstract void layer(int first, int end);
}
