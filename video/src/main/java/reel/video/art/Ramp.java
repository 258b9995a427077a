package reel.video.art;

import java.util.List;

/// Inks that flow into one another, from 0 to 1, in steps nobody sees.
final class Ramp {
    private static final int STEPS = 1024;

    private final float[] y = new float[STEPS + 1];
    private final float[] cb = new float[STEPS + 1];
    private final float[] cr = new float[STEPS + 1];

    /// A stop: OKLCH.
    record Stop(double lightness, double chroma, double hue) {
        Ink ink() {
            return Ink.oklch(lightness, chroma, hue);
        }

        Stop turned(double degrees) {
            return new Stop(lightness, chroma, hue + degrees);
        }

        /// Between in OKLab, so that opposite hues meet in grey and not in a rainbow.
        Ink mixed(Stop other, double share) {
            double a = mix(chroma * Turn.cos(hue / 360), other.chroma * Turn.cos(other.hue / 360), share);
            double b = mix(chroma * Turn.sin(hue / 360), other.chroma * Turn.sin(other.hue / 360), share);
            double c = Math.sqrt(a * a + b * b);
            double angle = StrictMath.toDegrees(StrictMath.atan2(b, a));
            return Ink.oklch(mix(lightness, other.lightness, share), c, angle);
        }

        private static double mix(double from, double to, double share) {
            return from + (to - from) * share;
        }
    }

    Ramp(List<Stop> stops) {
        for (int i = 0; i <= STEPS; i++) {
            double at = (double) i / STEPS * (stops.size() - 1);
            int below = Math.min((int) at, stops.size() - 2);
            Ink ink = stops.get(below).mixed(stops.get(below + 1), at - below);
            y[i] = ink.y();
            cb[i] = ink.cb();
            cr[i] = ink.cr();
        }
    }

    private static int index(double at) {
        return (int) (Math.clamp(at, 0.0, 1.0) * STEPS);
    }

    float y(double at) {
        return y[index(at)];
    }

    float cb(double at) {
        return cb[index(at)];
    }

    float cr(double at) {
        return cr[index(at)];
    }

    Ink ink(double at) {
        return new Ink(y(at), cb(at), cr(at));
    }
}
