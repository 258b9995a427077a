package reel.video.h264;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The size, the rate and the steps of pictures of cosines, and what a decoder is told of them: H.264 High with a
/// scaling matrix, so that one cosine of full strength is one step.
///
/// @param steps of each cosine of a block, line after line, in units of 4 in an orthonormal transform
@SuppressWarnings("ArrayRecordComponent")
public record CosineFormat(int width, int height, int framesPerSecond, int[] steps) {
    /// At which a step of the matrix is 4.
    static final int QUANTISER = 40;

    private static final int SEQUENCE = 0x67;
    private static final int PICTURE = 0x68;
    private static final int HIGH = 100;
    private static final int BLOCKS = 16;
    private static final int INTER_LUMA = 3;
    private static final int LISTS = 8;
    static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    /// Each line: ten times the level, macroblocks of a second, of a picture, and bits of a second (table A-1, High).
    private static final long[][] LEVELS = {
        {30, 40_500, 1_620, 12_500_000L},
        {31, 108_000, 3_600, 17_500_000L},
        {40, 245_760, 8_192, 25_000_000L},
        {42, 522_240, 8_704, 62_500_000L},
        {50, 589_824, 22_080, 168_750_000L},
        {51, 983_040, 36_864, 300_000_000L},
        {52, 2_073_600, 36_864, 300_000_000L},
        {60, 4_177_920, 139_264, 300_000_000L},
        {61, 8_355_840, 139_264, 600_000_000L},
        {62, 16_711_680, 139_264, 1_000_000_000L}
    };

    public CosineFormat {
        if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0 || steps.length != BLOCKS) {
            throw new IllegalArgumentException(width + " × " + height + ", " + steps.length + " steps");
        }
    }

    int columns() {
        return (width + 15) / 16;
    }

    int rows() {
        return (height + 15) / 16;
    }

    /// Ten times the lowest level that takes pictures of this size, this often.
    private int level() {
        long size = (long) columns() * rows();
        for (long[] level : LEVELS) {
            if (size <= level[2]
                    && size * framesPerSecond <= level[1]
                    && size * framesPerSecond * CosinePictures.USUAL_MB_BITS <= level[3]) {
                return (int) level[0];
            }
        }
        return (int) LEVELS[LEVELS.length - 1][0];
    }

    /// The sequence parameter set, a NAL unit.
    public byte[] sequence() {
        Bits bits = new Bits().u(8, HIGH).u(8, 0).u(8, level()).ue(0);
        bits.ue(1).ue(0).ue(0).flag(false);
        bits.flag(true);
        for (int list = 0; list < LISTS; list++) {
            bits.flag(list == INTER_LUMA);
            if (list == INTER_LUMA) {
                matrix(bits);
            }
        }
        // Frame numbers of four bits, places in time of sixteen, one reference.
        bits.ue(0).ue(0).ue(12).ue(1).flag(false);
        bits.ue(columns() - 1).ue(rows() - 1).flag(true).flag(true);
        boolean cropped = width % 16 != 0 || height % 16 != 0;
        bits.flag(cropped);
        if (cropped) {
            bits.ue(0).ue((16 * columns() - width) / 2).ue(0).ue((16 * rows() - height) / 2);
        }
        usability(bits.flag(true));
        return unit(SEQUENCE, bits.trail().bytes());
    }

    /// §7.3.2.1.1.1
    private void matrix(Bits bits) {
        int last = 8;
        for (int place : ZIGZAG) {
            bits.se((byte) (steps[place] - last));
            last = steps[place];
        }
    }

    private void usability(Bits bits) {
        bits.flag(false).flag(false);
        bits.flag(true).u(3, 5).flag(false).flag(false);
        bits.flag(false);
        bits.flag(true).u(32, 1).u(32, 2L * framesPerSecond).flag(true);
        bits.flag(false).flag(false).flag(false);
        // Nothing is shown later than it is decoded, and one picture is kept.
        bits.flag(true).flag(true).ue(0).ue(0).ue(10).ue(10).ue(0).ue(1);
    }

    /// The picture parameter set, a NAL unit.
    public byte[] picture() {
        Bits bits = new Bits().ue(0).ue(0).flag(false).flag(false).ue(0).ue(0).ue(0);
        bits.flag(false).u(2, 0).se(QUANTISER - 26).se(0).se(0);
        bits.flag(true).flag(false).flag(false);
        return unit(PICTURE, bits.trail().bytes());
    }

    private static byte[] unit(int header, byte[] payload) {
        byte[] room = new byte[1 + payload.length * 3 / 2 + 2];
        room[0] = (byte) header;
        System.arraycopy(payload, 0, room, 1, payload.length);
        MemorySegment all = MemorySegment.ofArray(room);
        long end = Escapes.insert(all, 1, 1L + payload.length);
        return all.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
    }
}
