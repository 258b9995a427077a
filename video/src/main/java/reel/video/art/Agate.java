package reel.video.art;

/// Lines of equal height of a landscape that flows: a cut stone, or a map.
final class Agate implements Scene {
    private static final int WAVES = 5;

    /// The landscape is computed at corners of such squares, in pixels; between them it is as good as straight.
    private static final int CELL = 4;

    private final int width;
    private final int height;
    private final double unit;
    private final Ramp scale;
    private final Ink line;
    private final double bands;
    private final double[] dirX = new double[WAVES];
    private final double[] dirY = new double[WAVES];
    private final double[] start = new double[WAVES];
    private final double[] weight = new double[WAVES];
    private final int[] speed = new int[WAVES];

    Agate(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        this.unit = height / 1080.0;
        this.scale = palette.scaleRamp();
        this.line = palette.ground().get(0).ink();
        this.bands = dice.between(9, 15);
        for (int i = 0; i < WAVES; i++) {
            double angle = dice.share();
            double waves = dice.between(0.35, 0.85) * (1 + 0.35 * i);
            dirX[i] = Turn.cos(angle) * waves;
            dirY[i] = Turn.sin(angle) * waves;
            start[i] = dice.share();
            weight[i] = 1 / (1 + 0.75 * i);
            speed[i] = dice.sign();
        }
    }

    /// The landscape, about -1 to 1; `x` and `y` in heights of the picture.
    private double level(double x, double y, double phase) {
        double bend = 0.22 * Turn.sin(dirX[4] * x + dirY[4] * y + start[4] + speed[4] * phase);
        double sum = 0;
        for (int i = 0; i < WAVES - 1; i++) {
            sum += weight[i]
                    * Turn.sin(dirX[i] * (x + bend) + dirY[i] * (y - bend) + start[i] + speed[i] * phase + 0.12 * sum);
        }
        return sum / 1.9;
    }

    @Override
    public Picture at(double phase) {
        int across = width / CELL + 2;
        int down = height / CELL + 2;
        double[][] levels = new double[down][across];
        for (int j = 0; j < down; j++) {
            for (int i = 0; i < across; i++) {
                levels[j][i] = level((double) i * CELL / height, (double) j * CELL / height, phase);
            }
        }
        return (row, to) -> {
            double[] upper = levels[row / CELL];
            double[] lower = levels[row / CELL + 1];
            double v = (row % CELL + 0.5) / CELL;
            for (int x = 0; x < width; x++) {
                int i = x / CELL;
                double u = (x % CELL + 0.5) / CELL;
                double left = upper[i] + (lower[i] - upper[i]) * v;
                double right = upper[i + 1] + (lower[i + 1] - upper[i + 1]) * v;
                double steepDown = (lower[i] - upper[i]) * (1 - u) + (lower[i + 1] - upper[i + 1]) * u;
                paint(row * width + x, left + (right - left) * u, (right - left) / CELL, steepDown / CELL, to);
            }
        };
    }

    private void paint(int at, double here, double right, double down, Canvas to) {
        double steep = Math.max(1e-6, Math.sqrt(right * right + down * down) * bands);
        double band = (0.5 + 0.5 * here) * bands;
        double floor = Math.floor(band);
        double inBand = band - floor;
        double tone = (floor + 0.5) / bands;
        to.set(at, scale.y(tone), scale.cb(tone), scale.cr(tone));
        // Lit from the upper left, as if the bands were steps.
        double lit = 1 + 0.10 * (inBand - 0.5) - 0.02 * (right + down) * height;
        to.light(at, Math.clamp(lit, 0.72, 1.22));
        double shade = Math.max(0, 1 - 2 * inBand / steep / (56 * unit));
        to.light(at, 1 - 0.26 * shade * shade);
        double toLine = 2 * Math.min(inBand, 1 - inBand) / steep;
        to.lay(at, line, 0.55 * Math.clamp(0.9 * unit + 0.5 - toLine / 2, 0.0, 1.0));
    }
}
