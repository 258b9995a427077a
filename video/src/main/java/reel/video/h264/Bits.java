package reel.video.h264;

import java.io.ByteArrayOutputStream;

/// Writes the bit syntax of H.264 (§7.2, §9.1).
public final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int partial;
    private int bits;

    public Bits u(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            partial = partial << 1 | (int) (value >>> i & 1);
            if (++bits == Byte.SIZE) {
                out.write(partial);
                partial = 0;
                bits = 0;
            }
        }
        return this;
    }

    /// Exp-Golomb.
    public Bits ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        return u(length - 1, 0).u(length, value + 1);
    }

    /// Exp-Golomb of a signed number, §9.1.1.
    public Bits se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    public Bits flag(boolean value) {
        return u(1, value ? 1 : 0);
    }

    /// Zeros up to the next byte.
    public Bits align() {
        return bits == 0 ? this : u(Byte.SIZE - bits, 0);
    }

    /// The stop bit and zeros.
    public Bits trail() {
        return u(1, 1).align();
    }

    /// Whole bytes; the caller has aligned.
    public byte[] bytes() {
        return out.toByteArray();
    }
}
