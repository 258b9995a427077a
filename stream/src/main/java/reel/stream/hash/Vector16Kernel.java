package reel.stream.hash;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Sixteen inputs side by side in 512-bit vectors: vector `vI` holds word I of every lane's state.
///
/// Vectors are locals of two methods and never leave them, because a vector that escapes is boxed and the kernel
/// drops tenfold; the rounds stay a loop and the methods apart, because a larger method passes the compilers'
/// limits. A block is loaded row by row (one lane's words in a vector), transposed in registers and kept in
/// memory, from where an addition takes it as its operand. Loads from arrays are written out, since behind a
/// method they are boxed again.
final class Vector16Kernel implements Kernel {
    private static final int LANES = 16;
    private static final VectorSpecies<Integer> S = IntVector.SPECIES_512;

    /// The schedule as offsets of transposed words.
    private static final int[] AT = new int[Spec.SCHEDULE.length];

    static {
        for (int i = 0; i < AT.length; i++) {
            AT[i] = LANES * Spec.SCHEDULE[i];
        }
    }

    // The steps of the transpose: of two rows, the lanes whose number lacks (A) or has (B) bit d, side by side.
    private static final IntVector A1 = pick(1, 0);
    private static final IntVector B1 = pick(1, 1);
    private static final IntVector A2 = pick(2, 0);
    private static final IntVector B2 = pick(2, 2);
    private static final IntVector A4 = pick(4, 0);
    private static final IntVector B4 = pick(4, 4);
    private static final IntVector A8 = pick(8, 0);
    private static final IntVector B8 = pick(8, 8);

    private static IntVector pick(int d, int odd) {
        int[] lanes = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (i & ~d | odd) + ((i & d) == 0 ? 0 : LANES);
        }
        return IntVector.fromArray(S, lanes, 0);
    }

    private static IntVector row(MemorySegment data, long at) {
        return IntVector.fromMemorySegment(S, data, at, ByteOrder.LITTLE_ENDIAN);
    }

    private static IntVector all(int word) {
        return IntVector.broadcast(S, word);
    }

    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void run(MemorySegment data, Lanes lanes, int[] key, MemorySegment cvs) {
        lanes.pad(LANES);
        for (int word = 0; word < Spec.CV_WORDS; word++) {
            Arrays.fill(lanes.state, LANES * word, LANES * word + LANES, key[word]);
        }
        int flags = lanes.mode | lanes.start;
        int span = lanes.span();
        for (int at = 0; at < span; at += Spec.BLOCK_BYTES) {
            load(data, lanes.at, at, lanes.words);
            compress(lanes, at, flags);
            flags = lanes.mode;
        }
        lanes.scatter(LANES, cvs);
    }

    /// Reads one block of every lane, row by row, and leaves it transposed in `m`: word 0 of all lanes, word 1
    /// and on.
    private static void load(MemorySegment data, long[] at, int block, int[] m) {
        IntVector t;
        IntVector m0 = row(data, at[0] + block);
        IntVector m1 = row(data, at[1] + block);
        IntVector m2 = row(data, at[2] + block);
        IntVector m3 = row(data, at[3] + block);
        IntVector m4 = row(data, at[4] + block);
        IntVector m5 = row(data, at[5] + block);
        IntVector m6 = row(data, at[6] + block);
        IntVector m7 = row(data, at[7] + block);
        IntVector m8 = row(data, at[8] + block);
        IntVector m9 = row(data, at[9] + block);
        IntVector m10 = row(data, at[10] + block);
        IntVector m11 = row(data, at[11] + block);
        IntVector m12 = row(data, at[12] + block);
        IntVector m13 = row(data, at[13] + block);
        IntVector m14 = row(data, at[14] + block);
        IntVector m15 = row(data, at[15] + block);
        t = A1.selectFrom(m0, m1);
        m1 = B1.selectFrom(m0, m1);
        m0 = t;
        t = A1.selectFrom(m2, m3);
        m3 = B1.selectFrom(m2, m3);
        m2 = t;
        t = A1.selectFrom(m4, m5);
        m5 = B1.selectFrom(m4, m5);
        m4 = t;
        t = A1.selectFrom(m6, m7);
        m7 = B1.selectFrom(m6, m7);
        m6 = t;
        t = A1.selectFrom(m8, m9);
        m9 = B1.selectFrom(m8, m9);
        m8 = t;
        t = A1.selectFrom(m10, m11);
        m11 = B1.selectFrom(m10, m11);
        m10 = t;
        t = A1.selectFrom(m12, m13);
        m13 = B1.selectFrom(m12, m13);
        m12 = t;
        t = A1.selectFrom(m14, m15);
        m15 = B1.selectFrom(m14, m15);
        m14 = t;
        t = A2.selectFrom(m0, m2);
        m2 = B2.selectFrom(m0, m2);
        m0 = t;
        t = A2.selectFrom(m1, m3);
        m3 = B2.selectFrom(m1, m3);
        m1 = t;
        t = A2.selectFrom(m4, m6);
        m6 = B2.selectFrom(m4, m6);
        m4 = t;
        t = A2.selectFrom(m5, m7);
        m7 = B2.selectFrom(m5, m7);
        m5 = t;
        t = A2.selectFrom(m8, m10);
        m10 = B2.selectFrom(m8, m10);
        m8 = t;
        t = A2.selectFrom(m9, m11);
        m11 = B2.selectFrom(m9, m11);
        m9 = t;
        t = A2.selectFrom(m12, m14);
        m14 = B2.selectFrom(m12, m14);
        m12 = t;
        t = A2.selectFrom(m13, m15);
        m15 = B2.selectFrom(m13, m15);
        m13 = t;
        t = A4.selectFrom(m0, m4);
        m4 = B4.selectFrom(m0, m4);
        m0 = t;
        t = A4.selectFrom(m1, m5);
        m5 = B4.selectFrom(m1, m5);
        m1 = t;
        t = A4.selectFrom(m2, m6);
        m6 = B4.selectFrom(m2, m6);
        m2 = t;
        t = A4.selectFrom(m3, m7);
        m7 = B4.selectFrom(m3, m7);
        m3 = t;
        t = A4.selectFrom(m8, m12);
        m12 = B4.selectFrom(m8, m12);
        m8 = t;
        t = A4.selectFrom(m9, m13);
        m13 = B4.selectFrom(m9, m13);
        m9 = t;
        t = A4.selectFrom(m10, m14);
        m14 = B4.selectFrom(m10, m14);
        m10 = t;
        t = A4.selectFrom(m11, m15);
        m15 = B4.selectFrom(m11, m15);
        m11 = t;
        t = A8.selectFrom(m0, m8);
        m8 = B8.selectFrom(m0, m8);
        m0 = t;
        t = A8.selectFrom(m1, m9);
        m9 = B8.selectFrom(m1, m9);
        m1 = t;
        t = A8.selectFrom(m2, m10);
        m10 = B8.selectFrom(m2, m10);
        m2 = t;
        t = A8.selectFrom(m3, m11);
        m11 = B8.selectFrom(m3, m11);
        m3 = t;
        t = A8.selectFrom(m4, m12);
        m12 = B8.selectFrom(m4, m12);
        m4 = t;
        t = A8.selectFrom(m5, m13);
        m13 = B8.selectFrom(m5, m13);
        m5 = t;
        t = A8.selectFrom(m6, m14);
        m14 = B8.selectFrom(m6, m14);
        m6 = t;
        t = A8.selectFrom(m7, m15);
        m15 = B8.selectFrom(m7, m15);
        m7 = t;
        m0.intoArray(m, 0);
        m1.intoArray(m, LANES);
        m2.intoArray(m, 2 * LANES);
        m3.intoArray(m, 3 * LANES);
        m4.intoArray(m, 4 * LANES);
        m5.intoArray(m, 5 * LANES);
        m6.intoArray(m, 6 * LANES);
        m7.intoArray(m, 7 * LANES);
        m8.intoArray(m, 8 * LANES);
        m9.intoArray(m, 9 * LANES);
        m10.intoArray(m, 10 * LANES);
        m11.intoArray(m, 11 * LANES);
        m12.intoArray(m, 12 * LANES);
        m13.intoArray(m, 13 * LANES);
        m14.intoArray(m, 14 * LANES);
        m15.intoArray(m, 15 * LANES);
    }

    /// Compresses one block of every lane into its chaining value; lanes that ended before it keep theirs.
    private static void compress(Lanes lanes, int block, int flags) {
        int[] m = lanes.words;
        int[] h = lanes.state;
        IntVector left = IntVector.fromArray(S, lanes.bytes, 0).sub(block);
        IntVector v0 = IntVector.fromArray(S, h, 0);
        IntVector v1 = IntVector.fromArray(S, h, LANES);
        IntVector v2 = IntVector.fromArray(S, h, 2 * LANES);
        IntVector v3 = IntVector.fromArray(S, h, 3 * LANES);
        IntVector v4 = IntVector.fromArray(S, h, 4 * LANES);
        IntVector v5 = IntVector.fromArray(S, h, 5 * LANES);
        IntVector v6 = IntVector.fromArray(S, h, 6 * LANES);
        IntVector v7 = IntVector.fromArray(S, h, 7 * LANES);
        IntVector v8 = all(Spec.IV0);
        IntVector v9 = all(Spec.IV1);
        IntVector v10 = all(Spec.IV2);
        IntVector v11 = all(Spec.IV3);
        IntVector v12 = IntVector.fromArray(S, lanes.low, 0);
        IntVector v13 = IntVector.fromArray(S, lanes.high, 0);
        IntVector v14 = left.min(Spec.BLOCK_BYTES);
        IntVector v15 = IntVector.fromArray(S, lanes.end, 0)
                .and(left.sub(Spec.BLOCK_BYTES + 1).lanewise(ASHR, 31))
                .or(flags);
        for (int s = 0; s < AT.length; s += 16) {
            v0 = v0.add(v4).add(IntVector.fromArray(S, m, AT[s]));
            v1 = v1.add(v5).add(IntVector.fromArray(S, m, AT[s + 2]));
            v2 = v2.add(v6).add(IntVector.fromArray(S, m, AT[s + 4]));
            v3 = v3.add(v7).add(IntVector.fromArray(S, m, AT[s + 6]));
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
            v0 = v0.add(v4).add(IntVector.fromArray(S, m, AT[s + 1]));
            v1 = v1.add(v5).add(IntVector.fromArray(S, m, AT[s + 3]));
            v2 = v2.add(v6).add(IntVector.fromArray(S, m, AT[s + 5]));
            v3 = v3.add(v7).add(IntVector.fromArray(S, m, AT[s + 7]));
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);

            v0 = v0.add(v5).add(IntVector.fromArray(S, m, AT[s + 8]));
            v1 = v1.add(v6).add(IntVector.fromArray(S, m, AT[s + 10]));
            v2 = v2.add(v7).add(IntVector.fromArray(S, m, AT[s + 12]));
            v3 = v3.add(v4).add(IntVector.fromArray(S, m, AT[s + 14]));
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
            v0 = v0.add(v5).add(IntVector.fromArray(S, m, AT[s + 9]));
            v1 = v1.add(v6).add(IntVector.fromArray(S, m, AT[s + 11]));
            v2 = v2.add(v7).add(IntVector.fromArray(S, m, AT[s + 13]));
            v3 = v3.add(v4).add(IntVector.fromArray(S, m, AT[s + 15]));
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
        }
        IntVector running = left.neg().lanewise(ASHR, 31).or(block == 0 ? -1 : 0);
        v0 = v0.lanewise(XOR, v8);
        v1 = v1.lanewise(XOR, v9);
        v2 = v2.lanewise(XOR, v10);
        v3 = v3.lanewise(XOR, v11);
        v4 = v4.lanewise(XOR, v12);
        v5 = v5.lanewise(XOR, v13);
        v6 = v6.lanewise(XOR, v14);
        v7 = v7.lanewise(XOR, v15);
        IntVector t;
        t = IntVector.fromArray(S, h, 0);
        t.lanewise(XOR, v0.lanewise(XOR, t).and(running)).intoArray(h, 0);
        t = IntVector.fromArray(S, h, LANES);
        t.lanewise(XOR, v1.lanewise(XOR, t).and(running)).intoArray(h, LANES);
        t = IntVector.fromArray(S, h, 2 * LANES);
        t.lanewise(XOR, v2.lanewise(XOR, t).and(running)).intoArray(h, 2 * LANES);
        t = IntVector.fromArray(S, h, 3 * LANES);
        t.lanewise(XOR, v3.lanewise(XOR, t).and(running)).intoArray(h, 3 * LANES);
        t = IntVector.fromArray(S, h, 4 * LANES);
        t.lanewise(XOR, v4.lanewise(XOR, t).and(running)).intoArray(h, 4 * LANES);
        t = IntVector.fromArray(S, h, 5 * LANES);
        t.lanewise(XOR, v5.lanewise(XOR, t).and(running)).intoArray(h, 5 * LANES);
        t = IntVector.fromArray(S, h, 6 * LANES);
        t.lanewise(XOR, v6.lanewise(XOR, t).and(running)).intoArray(h, 6 * LANES);
        t = IntVector.fromArray(S, h, 7 * LANES);
        t.lanewise(XOR, v7.lanewise(XOR, t).and(running)).intoArray(h, 7 * LANES);
    }
}
