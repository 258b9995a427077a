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

    /// The largest strengths of each line and each column of cosines tell all four bits of the index.
    private static void decide(float[] c, float dc, float factor, byte[] likelihoods, int block, int blocks) {
        FloatVector.fromArray(F, c, 0).sub(dc).intoArray(c, 0);
        FloatVector most = FloatVector.fromArray(F, c, 0);
        FloatVector least = most;
        FloatVector zero = FloatVector.zero(F);
        FloatVector left = zero;
        FloatVector second = zero;
        FloatVector third = zero;
        FloatVector right = zero;
        FloatVector evenLines = zero;
        FloatVector oddLines = zero;
        FloatVector upper = zero;
        FloatVector lower = zero;
        for (int line = 0; line < 4; line++) {
            int at = 4 * line * LANES;
            FloatVector v0 = FloatVector.fromArray(F, c, at);
            FloatVector v1 = FloatVector.fromArray(F, c, at + LANES);
            FloatVector v2 = FloatVector.fromArray(F, c, at + 2 * LANES);
            FloatVector v3 = FloatVector.fromArray(F, c, at + 3 * LANES);
            most = most.max(v0.max(v1)).max(v2.max(v3));
            least = least.min(v0.min(v1)).min(v2.min(v3));
            v0 = v0.abs();
            v1 = v1.abs();
            v2 = v2.abs();
            v3 = v3.abs();
            left = left.max(v0);
            second = second.max(v1);
            third = third.max(v2);
            right = right.max(v3);
            FloatVector all = v0.max(v1).max(v2.max(v3));
            if ((line & 1) == 0) {
                evenLines = evenLines.max(all);
            } else {
                oddLines = oddLines.max(all);
            }
            if (line < 2) {
                upper = upper.max(all);
            } else {
                lower = lower.max(all);
            }
        }
        store(left.max(third).sub(second.max(right)).mul(factor), likelihoods, block);
        store(left.max(second).sub(third.max(right)).mul(factor), likelihoods, blocks + block);
        store(evenLines.sub(oddLines).mul(factor), likelihoods, 2 * blocks + block);
        store(upper.sub(lower).mul(factor), likelihoods, 3 * blocks + block);
        store(most.add(least).mul(factor), likelihoods, 4 * blocks + block);
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
