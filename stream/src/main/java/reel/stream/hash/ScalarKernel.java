package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// The BLAKE3 compression function in plain int arithmetic, one block at a time: the readable twin of the vector
/// kernels, and what runs where the incubator module is absent (BLAKE3 paper §2.2).
final class ScalarKernel implements Kernel {
    @Override
    public int width() {
        return 1;
    }

    @Override
    public void run(MemorySegment data, Lanes lanes, int[] key, MemorySegment cvs) {
        int[] m = new int[16];
        int[] out = new int[16];
        for (int lane = 0; lane < lanes.count; lane++) {
            int bytes = lanes.bytes[lane];
            long counter = lanes.counter(lane);
            int flags = lanes.mode | lanes.start;
            System.arraycopy(key, 0, out, 0, Spec.CV_WORDS);
            for (int b = 0; b == 0 || b < bytes; b += Spec.BLOCK_BYTES) {
                load(data, lanes.at[lane] + b, m);
                int left = bytes - b;
                if (left <= Spec.BLOCK_BYTES) {
                    flags |= lanes.end[lane];
                }
                compress(out, m, counter, Math.min(left, Spec.BLOCK_BYTES), flags, out);
                flags = lanes.mode;
            }
            for (int i = 0; i < Spec.CV_WORDS; i++) {
                cvs.set(Blake3.WORD, lanes.into[lane] + 4L * i, out[i]);
            }
        }
    }

    /// Reads one block of sixteen little-endian words.
    static void load(MemorySegment data, long at, int[] m) {
        for (int i = 0; i < 16; i++) {
            m[i] = data.get(Blake3.WORD, at + 4L * i);
        }
    }

    /// Compresses one block of sixteen words into `out[0, 16)`: the first eight words are the next chaining value,
    /// all sixteen are one block of extended output.
    ///
    /// @param cv      the chaining value, eight words; may be `out`
    /// @param m       the message block, sixteen words
    /// @param counter index of the leaf, 0 for a parent, number of the output block for a root
    /// @param bytes   how many of the block's 64 bytes are message
    static void compress(int[] cv, int[] m, long counter, int bytes, int flags, int[] out) {
        int v0 = cv[0];
        int v1 = cv[1];
        int v2 = cv[2];
        int v3 = cv[3];
        int v4 = cv[4];
        int v5 = cv[5];
        int v6 = cv[6];
        int v7 = cv[7];
        int v8 = Spec.IV0;
        int v9 = Spec.IV1;
        int va = Spec.IV2;
        int vb = Spec.IV3;
        int vc = (int) counter;
        int vd = (int) (counter >>> 32);
        int ve = bytes;
        int vf = flags;
        for (int round = 0; round < Spec.ROUNDS; round++) {
            int s = 16 * round;
            v0 += v4 + m[Spec.SCHEDULE[s]];
            vc = Integer.rotateRight(vc ^ v0, 16);
            v8 += vc;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v0 += v4 + m[Spec.SCHEDULE[s + 1]];
            vc = Integer.rotateRight(vc ^ v0, 8);
            v8 += vc;
            v4 = Integer.rotateRight(v4 ^ v8, 7);

            v1 += v5 + m[Spec.SCHEDULE[s + 2]];
            vd = Integer.rotateRight(vd ^ v1, 16);
            v9 += vd;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v1 += v5 + m[Spec.SCHEDULE[s + 3]];
            vd = Integer.rotateRight(vd ^ v1, 8);
            v9 += vd;
            v5 = Integer.rotateRight(v5 ^ v9, 7);

            v2 += v6 + m[Spec.SCHEDULE[s + 4]];
            ve = Integer.rotateRight(ve ^ v2, 16);
            va += ve;
            v6 = Integer.rotateRight(v6 ^ va, 12);
            v2 += v6 + m[Spec.SCHEDULE[s + 5]];
            ve = Integer.rotateRight(ve ^ v2, 8);
            va += ve;
            v6 = Integer.rotateRight(v6 ^ va, 7);

            v3 += v7 + m[Spec.SCHEDULE[s + 6]];
            vf = Integer.rotateRight(vf ^ v3, 16);
            vb += vf;
            v7 = Integer.rotateRight(v7 ^ vb, 12);
            v3 += v7 + m[Spec.SCHEDULE[s + 7]];
            vf = Integer.rotateRight(vf ^ v3, 8);
            vb += vf;
            v7 = Integer.rotateRight(v7 ^ vb, 7);

            v0 += v5 + m[Spec.SCHEDULE[s + 8]];
            vf = Integer.rotateRight(vf ^ v0, 16);
            va += vf;
            v5 = Integer.rotateRight(v5 ^ va, 12);
            v0 += v5 + m[Spec.SCHEDULE[s + 9]];
            vf = Integer.rotateRight(vf ^ v0, 8);
            va += vf;
            v5 = Integer.rotateRight(v5 ^ va, 7);

            v1 += v6 + m[Spec.SCHEDULE[s + 10]];
            vc = Integer.rotateRight(vc ^ v1, 16);
            vb += vc;
            v6 = Integer.rotateRight(v6 ^ vb, 12);
            v1 += v6 + m[Spec.SCHEDULE[s + 11]];
            vc = Integer.rotateRight(vc ^ v1, 8);
            vb += vc;
            v6 = Integer.rotateRight(v6 ^ vb, 7);

            v2 += v7 + m[Spec.SCHEDULE[s + 12]];
            vd = Integer.rotateRight(vd ^ v2, 16);
            v8 += vd;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v2 += v7 + m[Spec.SCHEDULE[s + 13]];
            vd = Integer.rotateRight(vd ^ v2, 8);
            v8 += vd;
            v7 = Integer.rotateRight(v7 ^ v8, 7);

            v3 += v4 + m[Spec.SCHEDULE[s + 14]];
            ve = Integer.rotateRight(ve ^ v3, 16);
            v9 += ve;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v3 += v4 + m[Spec.SCHEDULE[s + 15]];
            ve = Integer.rotateRight(ve ^ v3, 8);
            v9 += ve;
            v4 = Integer.rotateRight(v4 ^ v9, 7);
        }
        out[8] = v8 ^ cv[0];
        out[9] = v9 ^ cv[1];
        out[10] = va ^ cv[2];
        out[11] = vb ^ cv[3];
        out[12] = vc ^ cv[4];
        out[13] = vd ^ cv[5];
        out[14] = ve ^ cv[6];
        out[15] = vf ^ cv[7];
        out[0] = v0 ^ v8;
        out[1] = v1 ^ v9;
        out[2] = v2 ^ va;
        out[3] = v3 ^ vb;
        out[4] = v4 ^ vc;
        out[5] = v5 ^ vd;
        out[6] = v6 ^ ve;
        out[7] = v7 ^ vf;
    }
}
