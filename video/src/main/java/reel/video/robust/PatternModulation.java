package reel.video.robust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Five bits to a block of 4 × 4: which of sixteen patterns, and its sign.
final class PatternModulation implements Modulation {
    static final int BITS = 5;
    /// The likelihood that tells a pattern of full strength from one that is not there.
    static final float SURE = 28;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int[] LINES = Patterns.lines();

    private final PatternReader reader = PatternReader.best();

    @Override
    public int side() {
        return Patterns.SIDE;
    }

    @Override
    public int bitsPerBlock() {
        return BITS;
    }

    @Override
    public void draw(byte[] bits, Area area, byte[] plane) {
        int blocks = area.blocks();
        int stride = area.stride();
        for (int row = 0; row < area.rows(); row++) {
            int at = (area.top() + row * Patterns.SIDE) * stride;
            int block = row * area.columns();
            for (int column = 0; column < area.columns(); column++, block++, at += Patterns.SIDE) {
                int drawn = bits[block]
                        | bits[blocks + block] << 1
                        | bits[2 * blocks + block] << 2
                        | bits[3 * blocks + block] << 3
                        | bits[4 * blocks + block] << 4;
                INT.set(plane, at, LINES[4 * drawn]);
                INT.set(plane, at + stride, LINES[4 * drawn + 1]);
                INT.set(plane, at + 2 * stride, LINES[4 * drawn + 2]);
                INT.set(plane, at + 3 * stride, LINES[4 * drawn + 3]);
            }
        }
    }

    @Override
    public void read(byte[] plane, Area area, Levels levels, byte[] likelihoods) {
        float factor = (float) (SURE / (Patterns.STRENGTH * levels.gain()));
        for (int row = 0; row < area.rows(); row++) {
            int at = (area.top() + row * Patterns.SIDE) * area.stride();
            reader.row(plane, at, area, levels.mid(), factor, likelihoods, row * area.columns());
        }
    }
}
