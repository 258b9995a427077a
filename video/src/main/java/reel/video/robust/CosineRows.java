package reel.video.robust;

import java.util.Arrays;

/// A row of blocks of 8 × 8 between pixels and cosines. Value `i` of all blocks stands in a row, so that every loop
/// is over blocks and the compiler makes vectors of it. One thread at a time.
final class CosineRows {
    private static final int SIDE = SignModulation.SIDE;
    private static final int SIZE = SIDE * SIDE;
    /// Cosine u at place x of the first half; the second half mirrors it, with the odd ones' signs changed.
    private static final float[][] COSINES = cosines();

    private float[] values = new float[0];
    private float[] passed = new float[0];
    private int columns;

    private static float[][] cosines() {
        float[][] c = new float[SIDE][SIDE / 2];
        for (int u = 0; u < SIDE; u++) {
            for (int x = 0; x < SIDE / 2; x++) {
                double scale = u == 0 ? Math.sqrt(0.125) : 0.5;
                c[u][x] = (float) (scale * Math.cos((2 * x + 1) * u * Math.PI / 16));
            }
        }
        return c;
    }

    private void begin(int count) {
        if (columns != count) {
            columns = count;
            values = new float[SIZE * count];
            passed = new float[SIZE * count];
        }
    }

    /// @param block the row's first block
    /// @param at    its first pixel
    void draw(byte[] bits, int block, Modulation.Area area, byte[] plane, int at) {
        begin(area.columns());
        int blocks = area.blocks();
        Arrays.fill(values, 0, columns, 0);
        for (int i = 1; i < SIZE; i++) {
            int from = (i - 1) * blocks + block;
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = SignModulation.STRENGTH * (1 - 2 * bits[from + column]);
            }
        }
        for (int i = 0; i < SIDE; i++) {
            toPixels(values, passed, i, SIDE);
        }
        for (int i = 0; i < SIDE; i++) {
            toPixels(passed, values, SIDE * i, 1);
        }
        for (int i = 0; i < SIZE; i++) {
            int line = at + (i >> 3) * area.stride() + (i & 7);
            for (int column = 0; column < columns; column++) {
                float value = Math.clamp(values[i * columns + column] + Levels.MID, Levels.BLACK, Levels.WHITE);
                plane[line + column * SIDE] = (byte) (value + 0.5f);
            }
        }
    }

    /// @param at    the row's first pixel
    /// @param block its first block
    void read(byte[] plane, int at, Modulation.Area area, float factor, byte[] likelihoods, int block) {
        begin(area.columns());
        for (int i = 0; i < SIZE; i++) {
            int line = at + (i >> 3) * area.stride() + (i & 7);
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = plane[line + column * SIDE] & 0xFF;
            }
        }
        for (int i = 0; i < SIDE; i++) {
            toCosines(values, passed, SIDE * i, 1);
        }
        for (int i = 0; i < SIDE; i++) {
            toCosines(passed, values, i, SIDE);
        }
        int blocks = area.blocks();
        for (int i = 1; i < SIZE; i++) {
            int to = (i - 1) * blocks + block;
            for (int column = 0; column < columns; column++) {
                float soft = values[i * columns + column] * factor;
                likelihoods[to + column] = (byte) Math.max(-127f, Math.min(127f, soft));
            }
        }
    }

    /// Values `first + u · step` as strengths, to pixels at the same places.
    private void toPixels(float[] from, float[] to, int first, int step) {
        int n = columns;
        int a = first * n;
        int s = step * n;
        for (int x = 0; x < SIDE / 2; x++) {
            float c0 = COSINES[0][x];
            float c1 = COSINES[1][x];
            float c2 = COSINES[2][x];
            float c3 = COSINES[3][x];
            float c4 = COSINES[4][x];
            float c5 = COSINES[5][x];
            float c6 = COSINES[6][x];
            float c7 = COSINES[7][x];
            int low = a + x * s;
            int high = a + (SIDE - 1 - x) * s;
            for (int i = 0; i < n; i++) {
                float even = c0 * from[a + i]
                        + c2 * from[a + 2 * s + i]
                        + c4 * from[a + 4 * s + i]
                        + c6 * from[a + 6 * s + i];
                float odd = c1 * from[a + s + i]
                        + c3 * from[a + 3 * s + i]
                        + c5 * from[a + 5 * s + i]
                        + c7 * from[a + 7 * s + i];
                to[low + i] = even + odd;
                to[high + i] = even - odd;
            }
        }
    }

    /// Pixels `first + x · step`, to strengths at the same places.
    private void toCosines(float[] from, float[] to, int first, int step) {
        int n = columns;
        int a = first * n;
        int s = step * n;
        for (int u = 0; u < SIDE; u++) {
            float c0 = COSINES[u][0];
            float c1 = COSINES[u][1];
            float c2 = COSINES[u][2];
            float c3 = COSINES[u][3];
            float mirror = (u & 1) == 0 ? 1 : -1;
            int out = a + u * s;
            for (int i = 0; i < n; i++) {
                to[out + i] = c0 * (from[a + i] + mirror * from[a + 7 * s + i])
                        + c1 * (from[a + s + i] + mirror * from[a + 6 * s + i])
                        + c2 * (from[a + 2 * s + i] + mirror * from[a + 5 * s + i])
                        + c3 * (from[a + 3 * s + i] + mirror * from[a + 4 * s + i]);
            }
        }
    }
}
