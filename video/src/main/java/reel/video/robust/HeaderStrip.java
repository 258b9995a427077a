package reel.video.robust;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.video.code.HeaderCode;

/// The header's cells: black and white, in two strips, mixed with fixed chance so that both are equally many. They are
/// the frame's pilots too: once read, every cell's level is known.
final class HeaderStrip {
    private static final int BITS = HeaderCode.bits(FrameHeader.BYTES);
    private static final byte[] MASK = mask();

    private HeaderStrip() {}

    private static byte[] mask() {
        Mix mix = new Mix(0x5712_1B5EEDL);
        byte[] mask = new byte[1 << 14];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (mix.next() >>> 63);
        }
        return mask;
    }

    /// Cell `i` of a strip: a bit of the header, again and again where there is room.
    private static int cellBit(byte[] code, int i) {
        return code[i % BITS] ^ MASK[i & MASK.length - 1];
    }

    static void draw(FrameHeader header, Layout layout, byte[] plane) {
        byte[] code = HeaderCode.encode(header.toBytes());
        draw(code, layout, 0, plane);
        draw(code, layout, layout.lowerStrip(), plane);
    }

    /// The cells of each of both strips, 1 for white.
    static byte[] cells(FrameHeader header, Layout layout) {
        byte[] code = HeaderCode.encode(header.toBytes());
        byte[] cells = new byte[layout.shape().width() / layout.cell() * layout.stripRows()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) cellBit(code, i);
        }
        return cells;
    }

    private static void draw(byte[] code, Layout layout, int top, byte[] plane) {
        int cell = layout.cell();
        int width = layout.shape().width();
        int cells = width / cell;
        for (int row = 0; row < layout.stripRows(); row++) {
            int line = (top + row * cell) * width;
            for (int i = 0; i < cells; i++) {
                int bit = cellBit(code, row * cells + i);
                byte level = (byte) (bit == 0 ? Levels.BLACK : Levels.WHITE);
                Arrays.fill(plane, line + i * cell, line + (i + 1) * cell, level);
            }
            for (int y = 1; y < cell; y++) {
                System.arraycopy(plane, line, plane, line + y * width, cells * cell);
            }
        }
    }

    /// What a frame says of itself, and how its levels came through.
    record Reading(FrameHeader header, Levels levels) {}

    /// Reads both strips together, then each alone; null where neither way brings a header.
    static @Nullable Reading read(Samples samples, Layout layout) {
        float[] upper = cells(samples, layout, 0);
        float[] lower = cells(samples, layout, layout.lowerStrip());
        float[] both = new float[BITS];
        float[] one = soft(upper);
        float[] two = soft(lower);
        for (int i = 0; i < BITS; i++) {
            both[i] = one[i] + two[i];
        }
        for (float[] soft : new float[][] {both, one, two}) {
            byte[] bytes = HeaderCode.decode(soft, FrameHeader.BYTES);
            FrameHeader header = FrameHeader.parse(bytes);
            if (header != null && header.preset() == layout.recipe().preset) {
                byte[] code = HeaderCode.encode(bytes);
                return new Reading(header, clearer(levels(code, upper), levels(code, lower)));
            }
        }
        return null;
    }

    private static float[] cells(Samples samples, Layout layout, int top) {
        int cell = layout.cell();
        int across = layout.shape().width() / cell;
        float[] means = new float[across * layout.stripRows()];
        for (int i = 0; i < means.length; i++) {
            means[i] = samples.mean(i % across * cell, top + i / across * cell, cell);
        }
        return means;
    }

    /// Positive for 0, about 1 in size; a strip of one level says nothing.
    private static float[] soft(float[] cells) {
        double mean = 0;
        for (float cell : cells) {
            mean += cell;
        }
        mean /= cells.length;
        double spread = 0;
        for (float cell : cells) {
            spread += Math.abs(cell - mean);
        }
        spread = Math.max(1, spread / cells.length);
        float[] soft = new float[BITS];
        for (int i = 0; i < cells.length; i++) {
            float value = (float) ((mean - cells[i]) / spread);
            soft[i % BITS] += MASK[i & MASK.length - 1] == 0 ? value : -value;
        }
        return soft;
    }

    /// One strip may be covered by somebody's logo.
    private static Levels clearer(Levels a, Levels b) {
        return a.swing() - a.noise() >= b.swing() - b.noise() ? a : b;
    }

    private static Levels levels(byte[] code, float[] cells) {
        double[] sum = new double[2];
        double[] squares = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < cells.length; i++) {
            int bit = cellBit(code, i);
            sum[bit] += cells[i];
            squares[bit] += cells[i] * cells[i];
            count[bit]++;
        }
        double black = sum[0] / count[0];
        double white = sum[1] / count[1];
        double variance = (squares[0] + squares[1] - black * sum[0] - white * sum[1]) / cells.length;
        return new Levels((float) ((black + white) / 2), (float) Math.max(1, (white - black) / 2), (float)
                Math.sqrt(Math.max(0, variance)));
    }
}
