package reel.video.art;

import reel.stream.Refused;
import reel.video.code.HeaderCode;
import reel.video.code.LdpcRate;
import reel.video.ffmpeg.FrameShape;
import reel.video.robust.Codewords;
import reel.video.robust.FrameHeader;

/// Where a frame's header and codewords lie in its grain: scattered, neighbours in a codeword far apart in the
/// picture, so that an edge harms each codeword a little and none much.
///
/// @param bits      of grain
/// @param stride    from one bit to the next, coprime to `bits`
record ArtLayout(FrameShape shape, int bits, int stride, Codewords words) {
    private static final LdpcRate RATE = LdpcRate.R750;

    /// So many times the header is written.
    static final int HEADERS = 3;

    static final int HEADER_BITS = HeaderCode.bits(FrameHeader.BYTES);

    /// The golden section: neighbours land far apart at every scale.
    private static final double GOLDEN = 0.6180339887498949;

    static ArtLayout of(FrameShape shape) throws Refused {
        if (!fits(shape)) {
            throw new Refused(
                    "frames of " + shape,
                    "preset art wants sides that are multiples of 8, and room for its data: 320 × 192 or more",
                    "Choose a size such as 1920x1080.");
        }
        int bits = shape.pixels() / (Grain.SIDE * Grain.SIDE) * Grain.BITS_PER_BLOCK;
        return new ArtLayout(shape, bits, stride(bits), words(bits));
    }

    static boolean fits(FrameShape shape) {
        int bits = shape.pixels() / (Grain.SIDE * Grain.SIDE) * Grain.BITS_PER_BLOCK;
        return shape.width() % Grain.SIDE == 0
                && shape.height() % Grain.SIDE == 0
                && words(bits).worthIt();
    }

    private static Codewords words(int bits) {
        return Codewords.of(RATE, bits - HEADERS * HEADER_BITS);
    }

    private static int stride(int bits) {
        int stride = (int) (bits * GOLDEN);
        while (divisor(stride, bits) != 1) {
            stride++;
        }
        return stride;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    /// Where in the grain bit `index` of the frame lies.
    int place(long index) {
        return (int) (index * stride % bits);
    }

    int codewords() {
        return words.count();
    }

    /// T of the fountain code.
    int symbolBytes() {
        return words.symbolBytes();
    }

    /// The frame's bit that bit `bit` of those sent of codeword `w` is.
    long index(int w, int bit) {
        return HEADERS * HEADER_BITS + (long) bit * codewords() + w;
    }
}
