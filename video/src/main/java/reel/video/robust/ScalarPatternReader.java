package reel.video.robust;

/// One block after the other.
final class ScalarPatternReader extends PatternReader {
    @Override
    void row(byte[] plane, int at, Modulation.Area area, float mid, float factor, byte[] likelihoods, int block) {
        for (int column = 0; column < area.columns(); column++) {
            block(plane, at + column * Patterns.SIDE, area, mid, factor, likelihoods, block + column);
        }
    }

    static void block(
            byte[] plane, int at, Modulation.Area area, float mid, float factor, byte[] likelihoods, int block) {
        float[] c = new float[Patterns.COUNT];
        for (int y = 0; y < 4; y++) {
            int line = at + y * area.stride();
            cosines(
                    c,
                    4 * y,
                    1,
                    plane[line] & 0xFF,
                    plane[line + 1] & 0xFF,
                    plane[line + 2] & 0xFF,
                    plane[line + 3] & 0xFF);
        }
        for (int x = 0; x < 4; x++) {
            cosines(c, x, 4, c[x], c[4 + x], c[8 + x], c[12 + x]);
        }
        c[0] -= 4 * mid;
        float most = c[0];
        float least = c[0];
        float[] zero = new float[4];
        float[] one = new float[4];
        for (int i = 0; i < Patterns.COUNT; i++) {
            most = Math.max(most, c[i]);
            least = Math.min(least, c[i]);
            float size = Math.abs(c[i]);
            for (int bit = 0; bit < 4; bit++) {
                if ((i >> bit & 1) == 0) {
                    zero[bit] = Math.max(zero[bit], size);
                } else {
                    one[bit] = Math.max(one[bit], size);
                }
            }
        }
        int blocks = area.blocks();
        for (int bit = 0; bit < 4; bit++) {
            likelihoods[bit * blocks + block] = clamp((zero[bit] - one[bit]) * factor);
        }
        likelihoods[4 * blocks + block] = clamp((most + least) * factor);
    }

    private static void cosines(float[] c, int at, int step, float x0, float x1, float x2, float x3) {
        float outer = x0 + x3;
        float inner = x1 + x2;
        float a = x0 - x3;
        float b = x1 - x2;
        c[at] = (outer + inner) * 0.5f;
        c[at + step] = a * C1 + b * C3;
        c[at + 2 * step] = (outer - inner) * 0.5f;
        c[at + 3 * step] = a * C3 - b * C1;
    }

    private static byte clamp(float value) {
        return (byte) Math.max(-127f, Math.min(127f, value));
    }
}
