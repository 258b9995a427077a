package reel.video.art;

import java.util.ArrayList;
import java.util.List;

/// Layers of paper hills behind one another, a disc in the sky, each layer's shadow on the one behind.
final class Dunes implements Scene {
    private final int width;
    private final int height;
    private final double unit;
    private final Ramp ground;
    private final Ramp scale;
    private final Ink disc;
    private final double discX;
    private final double discY;
    private final double discRadius;
    private final List<Layer> layers = new ArrayList<>();

    /// One hill line: three waves.
    private record Layer(double base, double[] height, double[] waves, double[] start, int[] speed) {}

    Dunes(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        this.unit = height / 1080.0;
        this.ground = palette.groundRamp();
        this.scale = palette.scaleRamp();
        this.disc = palette.accent().ink();
        this.discX = width * dice.between(0.22, 0.78);
        this.discY = height * dice.between(0.20, 0.34);
        this.discRadius = unit * dice.between(95, 190);
        int count = 7 + dice.below(4);
        for (int i = 0; i < count; i++) {
            double near = (i + 1.0) / count;
            double base = 0.34 + 0.62 * near * Math.sqrt(Math.sqrt(near)) * dice.between(0.96, 1.04);
            double tall = (0.035 + 0.055 * near) * dice.between(0.8, 1.3);
            layers.add(new Layer(
                    base,
                    new double[] {tall, tall * dice.between(0.35, 0.6), tall * dice.between(0.12, 0.25)},
                    new double[] {dice.between(0.5, 1.1), dice.between(1.3, 2.3), dice.between(2.8, 4.4)},
                    new double[] {dice.share(), dice.share(), dice.share()},
                    new int[] {dice.sign(), dice.sign(), 2 * dice.sign()}));
        }
    }

    @Override
    public Picture at(double phase) {
        double[][] lines = new double[layers.size()][width];
        double[][] cover = new double[layers.size()][width];
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            for (int x = 0; x < width; x++) {
                double sum = layer.base;
                for (int k = 0; k < 3; k++) {
                    sum += layer.height[k]
                            * Turn.sin(layer.waves[k] * x / width + layer.start[k] + layer.speed[k] * phase);
                }
                lines[i][x] = sum * height;
            }
            for (int x = 0; x < width; x++) {
                double slope = lines[i][Math.min(width - 1, x + 1)] - lines[i][Math.max(0, x - 1)];
                cover[i][x] = 1 / Math.sqrt(1 + slope * slope / 4);
            }
        }
        double lift = Turn.sin(phase) * 14 * unit;
        return (row, to) -> paint(row, to, lines, cover, lift);
    }

    private void paint(int row, Canvas to, double[][] lines, double[][] cover, double lift) {
        double skyShare = (double) row / (height * 0.75);
        int count = layers.size();
        for (int x = 0; x < width; x++) {
            int at = row * width + x;
            int front = count - 1;
            while (front >= 0 && row + 0.5 < lines[front][x] - 0.7) {
                front--;
            }
            double edge = front < 0 ? 1 : Math.clamp((row + 0.5 - lines[front][x]) * cover[front][x] + 0.5, 0.0, 1.0);
            if (edge < 1) {
                int behind = front - 1;
                while (behind >= 0 && row + 0.5 < lines[behind][x]) {
                    behind--;
                }
                layer(at, x, row, behind, to, lines, skyShare, lift);
                float y = to.y[at];
                float cb = to.cb[at];
                float cr = to.cr[at];
                layer(at, x, row, front, to, lines, skyShare, lift);
                to.lay(at, y, cb, cr, 1 - edge);
            } else {
                layer(at, x, row, front, to, lines, skyShare, lift);
            }
        }
    }

    /// Layer `index` alone, -1 the sky, under the shadow of the one before it.
    private void layer(int at, int x, int row, int index, Canvas to, double[][] lines, double skyShare, double lift) {
        if (index < 0) {
            to.set(at, ground.y(skyShare), ground.cb(skyShare), ground.cr(skyShare));
            double dx = x + 0.5 - discX;
            double dy = row + 0.5 - discY - lift;
            double far = Math.sqrt(dx * dx + dy * dy) - discRadius;
            double glow = 1 / (1 + Math.max(0, far) / (70 * unit));
            to.lay(at, disc, 0.42 * glow * glow);
            to.lay(at, disc, Math.clamp(0.5 - far, 0.0, 1.0));
        } else {
            double near = layers.size() == 1 ? 1 : (double) index / (layers.size() - 1);
            double below = (row - lines[index][x]) / (190 * unit);
            double tone = near - 0.10 / (1 + Math.max(0, below) * Math.max(0, below) * 6);
            to.set(at, scale.y(tone), scale.cb(tone), scale.cr(tone));
        }
        if (index + 1 < layers.size()) {
            double above = (lines[index + 1][x] - row) / (46 * unit);
            if (above > 0 && above < 4 && index >= 0) {
                to.light(at, 1 - 0.30 / (1 + above * above * 2.2) * (1 - above / 4));
            }
        }
    }
}
