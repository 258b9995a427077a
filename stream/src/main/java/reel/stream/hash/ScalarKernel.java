package reel.stream.hash;

/// The BLAKE3 compression function in plain int arithmetic, one block at a time: the readable twin of the vector
/// kernels, and what runs where the incubator module is absent (BLAKE3 paper §2.2).
final class ScalarKernel {
    private ScalarKernel() {}

    /// Compresses one block of sixteen words into `out[0, 16)`: the first eight words are the next chaining value,
    /// all sixteen are one block of extended output.
    ///
    /// @param cv    the chaining value, eight words from `cvAt`
    /// @param m     the message block, sixteen words from `mAt`
    /// @param low   the counter's low half
    /// @param bytes how many of the block's 64 bytes are message
    static void compress(int[] cv, int cvAt, int[] m, int mAt, int low, int high, int bytes, int flags, int[] out) {
        int v0 = cv[cvAt];
        int v1 = cv[cvAt + 1];
        int v2 = cv[cvAt + 2];
        int v3 = cv[cvAt + 3];
        int v4 = cv[cvAt + 4];
        int v5 = cv[cvAt + 5];
        int v6 = cv[cvAt + 6];
        int v7 = cv[cvAt + 7];
        int v8 = Spec.IV0;
        int v9 = Spec.IV1;
        int va = Spec.IV2;
        int vb = Spec.IV3;
        int vc = low;
        int vd = high;
        int ve = bytes;
        int vf = flags;
        for (int round = 0; round < Spec.ROUNDS; round++) {
            int s = 16 * round;
            v0 += v4 + m[mAt + Spec.SCHEDULE[s]];
            vc = Integer.rotateRight(vc ^ v0, 16);
            v8 += vc;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v0 += v4 + m[mAt + Spec.SCHEDULE[s + 1]];
            vc = Integer.rotateRight(vc ^ v0, 8);
            v8 += vc;
            v4 = Integer.rotateRight(v4 ^ v8, 7);

            v1 += v5 + m[mAt + Spec.SCHEDULE[s + 2]];
            vd = Integer.rotateRight(vd ^ v1, 16);
            v9 += vd;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v1 += v5 + m[mAt + Spec.SCHEDULE[s + 3]];
            vd = Integer.rotateRight(vd ^ v1, 8);
            v9 += vd;
            v5 = Integer.rotateRight(v5 ^ v9, 7);

            v2 += v6 + m[mAt + Spec.SCHEDULE[s + 4]];
            ve = Integer.rotateRight(ve ^ v2, 16);
            va += ve;
            v6 = Integer.rotateRight(v6 ^ va, 12);
            v2 += v6 + m[mAt + Spec.SCHEDULE[s + 5]];
            ve = Integer.rotateRight(ve ^ v2, 8);
            va += ve;
            v6 = Integer.rotateRight(v6 ^ va, 7);

            v3 += v7 + m[mAt + Spec.SCHEDULE[s + 6]];
            vf = Integer.rotateRight(vf ^ v3, 16);
            vb += vf;
            v7 = Integer.rotateRight(v7 ^ vb, 12);
            v3 += v7 + m[mAt + Spec.SCHEDULE[s + 7]];
            vf = Integer.rotateRight(vf ^ v3, 8);
            vb += vf;
            v7 = Integer.rotateRight(v7 ^ vb, 7);

            v0 += v5 + m[mAt + Spec.SCHEDULE[s + 8]];
            vf = Integer.rotateRight(vf ^ v0, 16);
            va += vf;
            v5 = Integer.rotateRight(v5 ^ va, 12);
            v0 += v5 + m[mAt + Spec.SCHEDULE[s + 9]];
            vf = Integer.rotateRight(vf ^ v0, 8);
            va += vf;
            v5 = Integer.rotateRight(v5 ^ va, 7);

            v1 += v6 + m[mAt + Spec.SCHEDULE[s + 10]];
            vc = Integer.rotateRight(vc ^ v1, 16);
            vb += vc;
            v6 = Integer.rotateRight(v6 ^ vb, 12);
            v1 += v6 + m[mAt + Spec.SCHEDULE[s + 11]];
            vc = Integer.rotateRight(vc ^ v1, 8);
            vb += vc;
            v6 = Integer.rotateRight(v6 ^ vb, 7);

            v2 += v7 + m[mAt + Spec.SCHEDULE[s + 12]];
            vd = Integer.rotateRight(vd ^ v2, 16);
            v8 += vd;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v2 += v7 + m[mAt + Spec.SCHEDULE[s + 13]];
            vd = Integer.rotateRight(vd ^ v2, 8);
            v8 += vd;
            v7 = Integer.rotateRight(v7 ^ v8, 7);

            v3 += v4 + m[mAt + Spec.SCHEDULE[s + 14]];
            ve = Integer.rotateRight(ve ^ v3, 16);
            v9 += ve;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v3 += v4 + m[mAt + Spec.SCHEDULE[s + 15]];
            ve = Integer.rotateRight(ve ^ v3, 8);
            v9 += ve;
            v4 = Integer.rotateRight(v4 ^ v9, 7);
        }
        out[8] = v8 ^ cv[cvAt];
        out[9] = v9 ^ cv[cvAt + 1];
        out[10] = va ^ cv[cvAt + 2];
        out[11] = vb ^ cv[cvAt + 3];
        out[12] = vc ^ cv[cvAt + 4];
        out[13] = vd ^ cv[cvAt + 5];
        out[14] = ve ^ cv[cvAt + 6];
        out[15] = vf ^ cv[cvAt + 7];
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
