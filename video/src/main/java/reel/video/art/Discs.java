package reel.video.art;

import java.util.ArrayList;
import java.util.List;

/// Discs cut into rings that circle one another; where two meet, their rings interfere.
final class Discs implements Scene {
    private final int width;
    private final int height;
    private final double unit;
    private final Ramp ground;
    private final List<Disc> discs = new ArrayList<>();

    private record Disc(
            double x,
            double y,
            double radius,
            double reach,
            double start,
            int speed,
            double ring,
            Ink inner,
            Ink outer) {}

    Discs(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        this.unit = height / 1080.0;
        this.ground = palette.groundRamp();
        List<Ink> inks = palette.inks();
        int count = 4 + dice.below(3);
        for (int i = 0; i < count; i++) {
            double radius = unit * dice.between(250, 470) * (i == 0 ? 1.25 : 0.85);
            discs.add(new Disc(
                    width * (0.5 + 0.34 * Turn.cos(0.618 * i + 0.13)) + unit * dice.between(-120, 120),
                    height * (0.5 + 0.26 * Turn.sin(0.618 * i + 0.13)) + unit * dice.between(-60, 60),
                    radius,
                    unit * dice.between(40, 120),
                    dice.share(),
                    dice.sign(),
                    unit * dice.between(26, 44),
                    dice.pick(inks),
                    inks.get((i * 2) % inks.size())));
        }
    }

    @Override
    public Picture at(double phase) {
        double[] cx = new double[discs.size()];
        double[] cy = new double[discs.size()];
        for (int i = 0; i < cx.length; i++) {
            Disc disc = discs.get(i);
            double turn = disc.start + disc.speed * phase;
            cx[i] = disc.x + disc.reach * Turn.cos(turn);
            cy[i] = disc.y + disc.reach * Turn.sin(turn);
        }
        return (row, to) -> {
            for (int x = 0; x < width; x++) {
                int at = row * width + x;
                double tone = 0.15 + 0.7 * row / height + 0.1 * Turn.sin(0.5 * x / width + phase);
                to.set(at, ground.y(tone), ground.cb(tone), ground.cr(tone));
                for (int i = 0; i < cx.length; i++) {
                    double dx = x + 0.5 - cx[i];
                    double dy = row + 0.5 - cy[i];
                    ring(at, discs.get(i), Math.sqrt(dx * dx + dy * dy), dy, phase, to);
                }
            }
        };
    }

    private void ring(int at, Disc disc, double far, double dy, double phase, Canvas to) {
        double outside = far - disc.radius;
        if (outside > 40 * unit) {
            return;
        }
        if (outside > 0) {
            double near = 1 - outside / (40 * unit);
            to.light(at, 1 - 0.16 * near * near);
        }
        double wave = far / disc.ring;
        double inRing = wave - Math.floor(wave);
        double share = 0.62 - 0.34 * far / disc.radius + 0.08 * Turn.sin(phase + disc.start);
        double toEdge = (Math.abs(inRing - 0.5) - share / 2) * disc.ring;
        double cover = Math.clamp(0.5 - toEdge, 0.0, 1.0) * Math.clamp(0.5 - outside, 0.0, 1.0);
        if (cover > 0) {
            double down = 0.5 + 0.5 * dy / disc.radius;
            Ink ink = disc.inner.mixed(disc.outer, Math.clamp(0.6 * far / disc.radius + 0.4 * down, 0.0, 1.0));
            to.lay(at, ink, 0.92 * cover);
        }
    }
}
