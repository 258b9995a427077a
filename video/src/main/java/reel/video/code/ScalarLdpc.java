package reel.video.code;

/// One bit after the other: the reference of [VectorLdpc], and the decoder of machines without vectors.
final class ScalarLdpc extends LdpcDecoder {
    ScalarLdpc(LdpcCode code) {
        super(code);
    }

    @Override
    boolean satisfied() {
        for (int row = 0; row < code.rows(); row++) {
            for (int i = 0; i < LIFT; i++) {
                int parity = 0;
                for (int e = starts[row]; e < starts[row + 1]; e++) {
                    parity ^= likelihoods[bases[e] + i];
                }
                if (parity < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    void layer(int first, int end) {
        for (int i = 0; i < LIFT; i++) {
            int least = 127;
            int second = 127;
            int sign = 0;
            for (int e = first; e < end; e++) {
                int q = saturate(likelihoods[bases[e] + i] - messages[e * LIFT + i]);
                int size = Math.abs(q);
                second = Math.min(second, Math.max(size, least));
                least = Math.min(least, size);
                sign ^= q;
            }
            int low = scaled(least);
            int high = scaled(second);
            for (int e = first; e < end; e++) {
                int q = saturate(likelihoods[bases[e] + i] - messages[e * LIFT + i]);
                int size = Math.abs(q) == least ? high : low;
                int message = (sign ^ q) < 0 ? -size : size;
                messages[e * LIFT + i] = (byte) message;
                byte sum = (byte) saturate(q + message);
                likelihoods[bases[e] + i - LIFT] = sum;
                likelihoods[bases[e] + i] = sum;
                likelihoods[bases[e] + i + LIFT] = sum;
            }
        }
    }

    private static int saturate(int value) {
        return Math.max(-127, Math.min(127, value));
    }

    private static int scaled(int size) {
        return Math.min(MOST_MESSAGE, size - (size >> 2));
    }
}
