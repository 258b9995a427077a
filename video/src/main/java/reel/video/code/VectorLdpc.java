package reel.video.code;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// 16 to 64 checks of a layer at once; every value is the one that [ScalarLdpc] computes.
final class VectorLdpc extends LdpcDecoder {
    private static final VectorSpecies<Byte> S = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    /// What each edge of the layer says without this check.
    private final byte[] others;

    VectorLdpc(LdpcCode code) {
        super(code);
        int longest = 0;
        for (int row = 0; row < code.rows(); row++) {
            longest = Math.max(longest, starts[row + 1] - starts[row]);
        }
        others = new byte[longest * LIFT];
    }

    @Override
    boolean satisfied() {
        for (int row = 0; row < code.rows(); row++) {
            for (int i = 0; i < LIFT; i += LANES) {
                if (odd(starts[row], starts[row + 1], i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean odd(int first, int end, int i) {
        ByteVector parity = ByteVector.zero(S);
        for (int e = first; e < end; e++) {
            parity = parity.lanewise(VectorOperators.XOR, ByteVector.fromArray(S, likelihoods, bases[e] + i));
        }
        return parity.lt((byte) 0).anyTrue();
    }

    @Override
    void layer(int first, int end) {
        for (int i = 0; i < LIFT; i += LANES) {
            checks(first, end, i);
        }
    }

    private void checks(int first, int end, int i) {
        ByteVector least = ByteVector.broadcast(S, (byte) 127);
        ByteVector second = least;
        ByteVector sign = ByteVector.zero(S);
        for (int e = first; e < end; e++) {
            ByteVector q = ByteVector.fromArray(S, likelihoods, bases[e] + i)
                    .lanewise(VectorOperators.SSUB, ByteVector.fromArray(S, messages, e * LIFT + i))
                    .max((byte) -127);
            q.intoArray(others, (e - first) * LIFT + i);
            ByteVector size = q.abs();
            second = second.min(size.max(least));
            least = least.min(size);
            sign = sign.lanewise(VectorOperators.XOR, q);
        }
        ByteVector low = scaled(least);
        ByteVector high = scaled(second);
        for (int e = first; e < end; e++) {
            ByteVector q = ByteVector.fromArray(S, others, (e - first) * LIFT + i);
            ByteVector size = low.blend(high, q.abs().eq(least));
            VectorMask<Byte> negative = sign.lanewise(VectorOperators.XOR, q).lt((byte) 0);
            ByteVector message = size.blend(size.neg(), negative);
            message.intoArray(messages, e * LIFT + i);
            ByteVector sum = q.lanewise(VectorOperators.SADD, message).max((byte) -127);
            int at = bases[e] + i;
            sum.intoArray(likelihoods, at - LIFT);
            sum.intoArray(likelihoods, at);
            sum.intoArray(likelihoods, at + LIFT);
        }
    }

    /// Bytes have no shift of their own in the processor, so a quarter is one of shorts, the strays masked off.
    private static ByteVector scaled(ByteVector size) {
        ByteVector quarter = size.reinterpretAsShorts()
                .lanewise(VectorOperators.LSHR, 2)
                .reinterpretAsBytes()
                .lanewise(VectorOperators.AND, (byte) 0x3F);
        return size.sub(quarter).min((byte) MOST_MESSAGE);
    }
}
