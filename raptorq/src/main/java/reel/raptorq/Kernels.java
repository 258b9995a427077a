package reel.raptorq;

import java.nio.ByteBuffer;

/// The symbol operations everything is made of. Rows are runs of `stride` longs, a multiple of eight, in one
/// array; the octets of a symbol lie in them in the machine-independent order that [#load] and [#store]
/// define.
///
/// An implementation is stateless and may be shared. Indices come from programs that were checked when they
/// were made.
public interface Kernels {
    /// How `reel version` calls it.
    String name();

    /// Runs the gathers `[target, data row or -1, n, row … row]` in `ops[from..to-1]`: the target row becomes
    /// the exclusive or of the data row and the n rows. Of these, only the first may be the target itself.
    void gather(int[] ops, int from, int to, long[] data, int dataAt, long[] rows, int rowsAt, int stride);

    /// The exclusive or of the rows `ops[from..to-1]`, to `outAt` of `out`; that is none of them.
    void sum(int[] ops, int from, int to, long[] rows, int rowsAt, int stride, long[] out, int outAt);

    /// The HDPC rows of RFC 6330 §5.3.3.3 over the `count` rows from `rowsAt` on, by recursion: one running
    /// row is doubled, the next row added to it, and the sum added to two of the `outCount` rows from `outAt`
    /// on, which `hdpcRows` names: the first in the low 8 bits, the other above. The row behind the last of
    /// them is scratch.
    void hdpc(long[] rows, int rowsAt, int stride, int count, int[] hdpcRows, int outAt, int outCount);

    /// `Σ 2^b · row b` over the eight rows from `from` on, to `at`.
    void horner(long[] rows, int from, int at, int stride);

    /// Reads `length` octets into the row at `at`; the row's octets after them, up to a multiple of eight,
    /// become 0.
    void load(byte[] source, int from, int length, long[] rows, int at);

    /// Writes the first `length` octets of the row at `at`.
    void store(long[] rows, int at, byte[] target, int to, int length);

    /// Reads `count` runs of `length` octets, which begin at `from`, `from + step` … of a buffer whatever its
    /// position and limit, into the rows at `at`, `at + rowStep` …; as with one run, up to a multiple of eight.
    void load(ByteBuffer source, int from, int step, int count, int length, long[] rows, int at, int rowStep);

    /// Writes the first `length` octets of each of the rows at `at`, `at + rowStep` … to `to`, `to + step` ….
    void store(long[] rows, int at, int rowStep, int count, ByteBuffer target, int to, int step, int length);
}
