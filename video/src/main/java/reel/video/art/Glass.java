package reel.video.art;

/// Panes of leaded glass: the cells of points (Voronoi) that wander slowly, each lit from within.
final class Glass implements Scene {
    private static final int NEIGHBOURS = 5;

    /// Pixels that share one search for points.
    private static final int RUN = 16;

    /// How far from its border a pane darkens, at 1080 lines.
    private static final double RIM = 26;

    private final int width;
    private final int height;
    private final double unit;
    private final double cell;
    private final int columns;
    private final int rows;
    private final double[] homeX;
    private final double[] homeY;
    private final double[] reach;
    private final double[] start;
    private final int[] speed;
    private final double[] tint;
    private final Ramp scale;
    private final Ink lead;
    private final Ink accent;
    private final double lightX;
    private final double lightY;

    Glass(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        this.unit = height / 1080.0;
        int down = 5 + dice.below(4);
        this.cell = (double) height / down;
        this.columns = (int) Math.ceil(width / cell) + 4;
        this.rows = down + 4;
        int count = columns * rows;
        homeX = new double[count];
        homeY = new double[count];
        reach = new double[count];
        start = new double[count];
        speed = new int[count];
        tint = new double[count];
        for (int i = 0; i < count; i++) {
            homeX[i] = (i % columns - 2 + dice.between(0.18, 0.82)) * cell;
            homeY[i] = (i / columns - 2 + dice.between(0.18, 0.82)) * cell;
            reach[i] = cell * dice.between(0.10, 0.24);
            start[i] = dice.share();
            speed[i] = dice.sign();
            tint[i] = dice.below(26) == 0 ? -1 : dice.share();
        }
        this.scale = palette.scaleRamp();
        this.lead = palette.dark()
                ? palette.ground().get(0).ink()
                : palette.scale().get(palette.scale().size() - 1).ink();
        this.accent = palette.accent().ink();
        this.lightX = width * dice.between(0.25, 0.75);
        this.lightY = height * dice.between(0.15, 0.6);
    }

    @Override
    public Picture at(double phase) {
        double[] sx = new double[homeX.length];
        double[] sy = new double[homeX.length];
        for (int i = 0; i < sx.length; i++) {
            double turn = start[i] + speed[i] * phase;
            sx[i] = homeX[i] + reach[i] * Turn.cos(turn);
            sy[i] = homeY[i] + reach[i] * Turn.sin(turn);
        }
        double glowX = lightX + 0.12 * width * Turn.sin(phase);
        return (row, to) -> {
            int[] near = new int[NEIGHBOURS * NEIGHBOURS];
            for (int start = 0; start < width; start += RUN) {
                int count = gather(start + RUN / 2.0, row + 0.5, sx, sy, near);
                for (int x = start; x < Math.min(width, start + RUN); x++) {
                    pane(row * width + x, x + 0.5, row + 0.5, sx, sy, near, count, glowX, to);
                }
            }
        };
    }

    /// The points that can matter to pixels up to half a run from here: those that may be nearest, and those whose
    /// border may be within the rim.
    private int gather(double x, double y, double[] sx, double[] sy, int[] near) {
        int column = (int) (x / cell) + 2;
        int line = (int) (y / cell) + 2;
        double best = Double.MAX_VALUE;
        for (int pass = 0; ; pass++) {
            double most = best + RUN + 2 * RIM * unit + 2;
            int count = 0;
            for (int j = Math.max(0, line - 2); j <= Math.min(rows - 1, line + 2); j++) {
                for (int i = Math.max(0, column - 2); i <= Math.min(columns - 1, column + 2); i++) {
                    int k = j * columns + i;
                    double dx = sx[k] - x;
                    double dy = sy[k] - y;
                    double far = Math.sqrt(dx * dx + dy * dy);
                    if (pass == 0) {
                        best = Math.min(best, far);
                    } else if (far <= most) {
                        near[count++] = k;
                    }
                }
            }
            if (pass == 1) {
                return count;
            }
        }
    }

    private void pane(
            int at, double x, double y, double[] sx, double[] sy, int[] near, int count, double glowX, Canvas to) {
        int nearest = near[0];
        double best = Double.MAX_VALUE;
        for (int n = 0; n < count; n++) {
            double dx = sx[near[n]] - x;
            double dy = sy[near[n]] - y;
            double d = dx * dx + dy * dy;
            if (d < best) {
                best = d;
                nearest = near[n];
            }
        }
        double edge = edge(x, y, nearest, near, count, sx, sy);
        double gx = (x - glowX) / width;
        double gy = (y - lightY) / width;
        double light = 1 / (1 + 5.5 * (gx * gx + gy * gy));
        double seedX = (sx[nearest] - glowX) / width;
        double seedY = (sy[nearest] - lightY) / width;
        double seedLight = 1 / (1 + 9 * (seedX * seedX + seedY * seedY));
        double slant = ((x - sx[nearest]) * 0.6 + (y - sy[nearest]) * 0.8) / cell;
        if (tint[nearest] < 0) {
            to.set(at, accent.y(), accent.cb(), accent.cr());
        } else {
            double tone = Math.clamp(1 - seedLight + 0.42 * (tint[nearest] - 0.5) + 0.10 * slant, 0.0, 1.0);
            to.set(at, scale.y(tone), scale.cb(tone), scale.cr(tone));
        }
        double rim = Math.max(0, 1 - edge / (RIM * unit));
        to.light(at, (0.80 + 0.30 * light) * (1 - 0.30 * rim * rim) * (1 - 0.10 * slant));
        to.lay(at, lead, Math.clamp(3.1 * unit - edge + 0.5, 0.0, 1.0));
    }

    /// How far the nearest border of the cell is, if it is within the rim.
    private static double edge(double x, double y, int nearest, int[] near, int count, double[] sx, double[] sy) {
        double nx = sx[nearest];
        double ny = sy[nearest];
        double edge = Double.MAX_VALUE;
        for (int n = 0; n < count; n++) {
            int k = near[n];
            if (k != nearest) {
                double dx = sx[k] - nx;
                double dy = sy[k] - ny;
                double along = ((sx[k] + nx) / 2 - x) * dx + ((sy[k] + ny) / 2 - y) * dy;
                edge = Math.min(edge, along / Math.sqrt(dx * dx + dy * dy));
            }
        }
        return edge;
    }
}
