package reel.video.robust;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// As many blocks side by side as a vector has lanes; the last ones of a row one after the other.
final class VectorPatternReader extends PatternReader {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = F.length();
    private static final VectorSpecies<Byte> OUT =
            VectorSpecies.of(byte.class, jdk.incubator.vector.VectorShape.forBitSize(Math.max(64, 8 * LANES)));

    /// Strength `i` of lane `l` at `i · LANES + l`.
    private final ThreadLocal<float[]> strengths = ThreadLocal.withInitial(() -> new float[Patterns.COUNT * LANES]);

    @Override
    void row(byte[] plane, int at, Modulation.Area area, float mid, float factor, byte[] likelihoods, int block) {
        int column = 0;
        if (8 * LANES >= 64) {
            float[] c = strengths.get();
            for (; column + LANES <= area.columns(); column += LANES) {
                for (int y = 0; y < 4; y++) {
                    line(plane, at + column * 4 + y * area.stride(), c, 4 * y * LANES);
                }
                for (int x = 0; x < 4; x++) {
                    down(c, x * LANES);
                }
                decide(c, 4 * mid, factor, likelihoods, block + column, area.blocks());
            }
        }
        for (; column < area.columns(); column++) {
            ScalarPatternReader.block(plane, at + column * 4, area, mid, factor, likelihoods, block + column);
        }
    }

    private static void line(byte[] plane, int at, float[] c, int to) {
        IntVector four = ByteVector.fromArray(B, plane, at).reinterpretAsInts();
        FloatVector x0 = pixel(four.lanewise(VectorOperators.AND, 0xFF));
        FloatVector x1 = pixel(four.lanewise(VectorOperators.LSHR, 8).lanewise(VectorOperators.AND, 0xFF));
        FloatVector x2 = pixel(four.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.AND, 0xFF));
        FloatVector x3 = pixel(four.lanewise(VectorOperators.LSHR, 24));
        cosines(c, to, LANES, x0, x1, x2, x3);
    }

    private static FloatVector pixel(IntVector value) {
        return (FloatVector) value.convert(VectorOperators.I2F, 0);
    }

    private static void down(float[] c, int at) {
        int step = 4 * LANES;
        cosines(
                c,
                at,
                step,
                FloatVector.fromArray(F, c, at),
                FloatVector.fromArray(F, c, at + step),
                FloatVector.fromArray(F, c, at + 2 * step),
                FloatVector.fromArray(F, c, at + 3 * step));
    }

    private static void cosines(
            float[] c, int at, int step, FloatVector x0, FloatVector x1, FloatVector x2, FloatVector x3) {
        FloatVector outer = x0.add(x3);
        FloatVector inner = x1.add(x2);
        FloatVector a = x0.sub(x3);
        FloatVector b = x1.sub(x2);
        outer.add(inner).mul(0.5f).intoArray(c, at);
        a.mul(C1).add(b.mul(C3)).intoArray(c, at + step);
        outer.sub(inner).mul(0.5f).intoArray(c, at + 2 * step);
        a.mul(C3).sub(b.mul(C1)).intoArray(c, at + 3 * step);
    }

    private static void decide(float[] c, float dc, float factor, byte[] likelihoods, int block, int blocks) {
        FloatVector flat = FloatVector.fromArray(F, c, 0).sub(dc);
        flat.intoArray(c, 0);
        FloatVector most = flat;
        FloatVector least = flat;
        FloatVector zero = FloatVector.zero(F);
        for (int i = 1; i < Patterns.COUNT; i++) {
            FloatVector v = FloatVector.fromArray(F, c, i * LANES);
            most = most.max(v);
            least = least.min(v);
        }
        store(most.add(least).mul(factor), likelihoods, 4 * blocks + block);
        for (int bit = 0; bit < 4; bit++) {
            FloatVector off = zero;
            FloatVector on = zero;
            for (int pair = 0; pair < Patterns.COUNT / 2; pair++) {
                int low = pair & (1 << bit) - 1;
                int index = (pair - low) << 1 | low;
                off = off.max(FloatVector.fromArray(F, c, index * LANES).abs());
                on = on.max(
                        FloatVector.fromArray(F, c, (index | 1 << bit) * LANES).abs());
            }
            store(off.sub(on).mul(factor), likelihoods, bit * blocks + block);
        }
    }

    private static void store(FloatVector value, byte[] likelihoods, int at) {
        IntVector whole = (IntVector) value.max(-127f).min(127f).convert(VectorOperators.F2I, 0);
        ByteVector bytes = (ByteVector) whole.convertShape(VectorOperators.I2B, OUT, 0);
        bytes.intoArray(likelihoods, at);
    }

    static {
        assert I.length() == LANES;
    }
}
