package reel.video.art;

/// Truchet's tiling (after Smith, 1987): quarter arcs whose ends always meet, as cords over one another, and
/// colour that travels along.
final class Braid implements Scene {
    private final int width;
    private final int height;
    private final double side;
    private final int columns;
    private final boolean[] turned;
    private final Ramp ground;
    private final Ramp scale;
    private final double angle;
    private final int cords;
    private final double spread;

    Braid(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        int rows = 4 + dice.below(4);
        this.side = (double) height / rows;
        this.columns = (int) Math.ceil(width / side) + 1;
        this.turned = new boolean[columns * (rows + 1)];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = dice.heads();
        }
        this.ground = palette.groundRamp();
        this.scale = palette.scaleRamp();
        this.angle = dice.share();
        this.cords = 2 + dice.below(2);
        this.spread = dice.between(0.7, 1.2);
    }

    @Override
    public Picture at(double phase) {
        double dirX = Turn.cos(angle);
        double dirY = Turn.sin(angle);
        return (row, to) -> {
            double v = (row + 0.5) / side;
            int tileRow = (int) v;
            for (int x = 0; x < width; x++) {
                int at = row * width + x;
                double u = (x + 0.5) / side;
                int column = (int) u;
                double a = u - column;
                double b = v - tileRow;
                double far = (x * dirX + row * dirY) / height;
                double groundTone = 0.16 + 0.16 * Turn.sin(0.30 * far + 0.25);
                to.set(at, ground.y(groundTone), ground.cb(groundTone), ground.cr(groundTone));
                if (turned[tileRow * columns + column]) {
                    a = 1 - a;
                }
                double first = Math.sqrt(a * a + b * b);
                double second = Math.sqrt((1 - a) * (1 - a) + (1 - b) * (1 - b));
                // Each arc lies over the other in half of the tiles.
                boolean swap = ((tileRow + column) & 1) == 0;
                double tone = 0.5 + 0.5 * Turn.sin(spread * far * 0.8 + phase);
                cord(at, swap ? second : first, tone, to);
                cord(at, swap ? first : second, tone, to);
            }
        };
    }

    /// The cords of one arc at distance `radius` from its corner, with the shadow they throw.
    private void cord(int at, double radius, double tone, Canvas to) {
        double across = radius - 0.5;
        double half = 0.30;
        double outside = Math.abs(across) - half;
        if (outside > 0.12) {
            return;
        }
        double shadow = Math.max(0, 1 - Math.max(0, outside) / 0.12);
        to.light(at, 1 - 0.34 * shadow * shadow);
        double body = Math.clamp(0.5 - outside * side, 0.0, 1.0);
        if (body == 0) {
            return;
        }
        double place = (across + half) / (2 * half) * cords;
        int index = (int) Math.clamp(Math.floor(place), 0.0, cords - 1.0);
        double inside = place - index - 0.5;
        // The same on both sides of the middle: from tile to tile, inside and outside change places.
        double shift = 0.16 * Math.abs(index - (cords - 1) / 2.0) - 0.04;
        double t = Math.clamp(tone * 0.8 + 0.1 + shift, 0.0, 1.0);
        double round = 1.12 - 1.1 * inside * inside;
        float f = (float) round;
        to.lay(at, 16 + (scale.y(t) - 16) * f, scale.cb(t) * f, scale.cr(t) * f, body);
    }
}
