package reel.video.art;

/// The film's grain: eight bits in each 8 × 8 block of luma, each the sign of one cosine of middle frequency.
///
/// Where the picture itself is smooth each cosine gets exactly its strength, so that grain looks even. Where an
/// edge already says the wrong sign loudly, the bit is left wrong: to turn it over would be seen, and the code
/// corrects it. Reading needs no picture. A cosine that is much stronger than grain comes from an edge, and
/// counts little.
///
/// HOT: no allocation per block. Arithmetic is in one order, so that every machine makes the same bytes.
final class Grain {
    static final int SIDE = 8;

    /// Orders of the cosines along x and y. Lower ones are seen, higher ones do not survive an encoder.
    private static final int[][] ORDERS = {{1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}, {2, 3}};

    static final int BITS_PER_BLOCK = ORDERS.length;

    /// A soft bit of full strength; louder ones are less sure again.
    private static final float FULL = 14;

    /// How much louder than grain a wrong sign of the picture may be to be turned over.
    private final float stubborn;

    private final float strength;
    private final int width;
    private final int height;
    private final int blocksAcross;

    private static final float[][] WAVES = waves();

    Grain(int width, int height, float strength, float stubborn) {
        if (width % SIDE != 0 || height % SIDE != 0) {
            throw new IllegalArgumentException(width + " × " + height + " is not in blocks of " + SIDE);
        }
        this.width = width;
        this.height = height;
        this.strength = strength;
        this.stubborn = stubborn;
        this.blocksAcross = width / SIDE;
    }

    /// One plane of 64 factors for each order, row by row, orthonormal.
    private static float[][] waves() {
        float[][] waves = new float[ORDERS.length][SIDE * SIDE];
        for (int k = 0; k < ORDERS.length; k++) {
            for (int i = 0; i < SIDE * SIDE; i++) {
                double across = cosine(ORDERS[k][0], i % SIDE);
                double down = cosine(ORDERS[k][1], i / SIDE);
                waves[k][i] = (float) (across * down);
            }
        }
        return waves;
    }

    private static double cosine(int order, int at) {
        double scale = order == 0 ? StrictMath.sqrt(1.0 / SIDE) : StrictMath.sqrt(2.0 / SIDE);
        return scale * StrictMath.cos((2 * at + 1) * order * StrictMath.PI / (2 * SIDE));
    }

    int bits() {
        return width / SIDE * (height / SIDE) * BITS_PER_BLOCK;
    }

    int blockRows() {
        return height / SIDE;
    }

    /// Puts bits into block row `row`.
    ///
    /// @param luma the picture, `width × height`
    /// @param bits one byte each, 0 or 1; bit k of block b at `b × 8 + k`
    /// @param to   the finished luma plane
    void put(int row, float[] luma, byte[] bits, byte[] to) {
        float[] block = new float[SIDE * SIDE];
        for (int column = 0; column < blocksAcross; column++) {
            int corner = row * SIDE * width + column * SIDE;
            for (int i = 0; i < SIDE; i++) {
                System.arraycopy(luma, corner + i * width, block, i * SIDE, SIDE);
            }
            int at = (row * blocksAcross + column) * BITS_PER_BLOCK;
            for (int k = 0; k < BITS_PER_BLOCK; k++) {
                turn(block, WAVES[k], bits[at + k] == 0 ? strength : -strength);
            }
            for (int i = 0; i < SIDE * SIDE; i++) {
                int value = (int) (block[i] + 0.5f);
                to[corner + (i / SIDE) * width + i % SIDE] = (byte) Math.clamp(value, 16, 235);
            }
        }
    }

    /// Brings the cosine `wave` of `block` to `wanted`, if that is not too far.
    private void turn(float[] block, float[] wave, float wanted) {
        float has = dot(block, wave);
        float agrees = wanted > 0 ? has : -has;
        if (agrees >= strength || agrees < -stubborn * strength) {
            return;
        }
        float change = wanted - has;
        for (int i = 0; i < SIDE * SIDE; i++) {
            block[i] += change * wave[i];
        }
    }

    private static float dot(float[] block, float[] wave) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < SIDE * SIDE; i += 4) {
            a += block[i] * wave[i];
            b += block[i + 1] * wave[i + 1];
            c += block[i + 2] * wave[i + 2];
            d += block[i + 3] * wave[i + 3];
        }
        return a + b + (c + d);
    }

    /// Reads block row `row` of a luma plane: a soft bit each, positive for 0.
    void read(int row, byte[] luma, byte[] soft) {
        float[] block = new float[SIDE * SIDE];
        for (int column = 0; column < blocksAcross; column++) {
            int corner = row * SIDE * width + column * SIDE;
            for (int i = 0; i < SIDE * SIDE; i++) {
                block[i] = luma[corner + (i / SIDE) * width + i % SIDE] & 0xff;
            }
            int at = (row * blocksAcross + column) * BITS_PER_BLOCK;
            for (int k = 0; k < BITS_PER_BLOCK; k++) {
                soft[at + k] = soft(dot(block, WAVES[k]));
            }
        }
    }

    private byte soft(float wave) {
        float loud = Math.abs(wave) / strength;
        float sure = loud < 1.25f ? loud : loud < stubborn ? 1.25f : 0.2f;
        return (byte) Math.round(Math.copySign(sure * FULL, wave));
    }
}
