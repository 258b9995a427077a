package reel.video.robust;

import reel.video.code.LdpcCode;
import reel.video.code.LdpcRate;

/// The codewords of a frame, one symbol of the fountain code in each.
///
/// @param count     in a frame
/// @param sentBytes of each codeword; the others are data bytes that are always 0 and not sent
public record Codewords(LdpcRate rate, int count, int sentBytes) {
    /// Bytes of a symbol's own check.
    static final int CHECK_BYTES = 4;

    private static final int LEAST_SYMBOL_BYTES = 64;

    /// As few as carry so many bits, all of one length.
    public static Codewords of(LdpcRate rate, int bits) {
        int count = Math.max(1, (bits + LdpcCode.BITS - 1) / LdpcCode.BITS);
        return new Codewords(rate, count, bits / count / 8);
    }

    /// Whether symbols are long enough to be worth their checks and numbers.
    public boolean worthIt() {
        return symbolBytes() >= LEAST_SYMBOL_BYTES;
    }

    /// Data bytes of a codeword that are not sent.
    public int shortenedBytes() {
        return LdpcCode.BITS / 8 - sentBytes;
    }

    /// Bytes of a symbol with its check.
    public int checkedBytes() {
        return rate.dataBits() / 8 - shortenedBytes();
    }

    /// T of the fountain code.
    public int symbolBytes() {
        return checkedBytes() - CHECK_BYTES;
    }
}
