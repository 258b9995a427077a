package reel.video.art;

/// A colour as video holds it: luma 0 to 255 and two differences around 0 (BT.709, limited range).
///
/// @param y  16 is black, 235 white
record Ink(float y, float cb, float cr) {
    /// Grain needs room above and below: no ink is brighter or darker.
    static final float DARKEST = 34;

    static final float BRIGHTEST = 216;

    /// From OKLCH (Ottosson, "A perceptual color space for image processing"): lightness 0 to 1, chroma 0 to about
    /// 0.3, hue in degrees. Chroma is taken back until the colour exists in BT.709.
    static Ink oklch(double lightness, double chroma, double hueDegrees) {
        double a = Turn.cos(hueDegrees / 360);
        double b = Turn.sin(hueDegrees / 360);
        double[] rgb = linear(lightness, a * chroma, b * chroma);
        if (!exists(rgb)) {
            // Halving the doubt twenty times: neighbouring colours must not differ by where a coarser search
            // stopped.
            double low = 0;
            double high = chroma;
            for (int i = 0; i < 20; i++) {
                double c = (low + high) / 2;
                boolean fits = exists(linear(lightness, a * c, b * c));
                low = fits ? c : low;
                high = fits ? high : c;
            }
            rgb = linear(lightness, a * low, b * low);
        }
        double red = gamma(rgb[0]);
        double green = gamma(rgb[1]);
        double blue = gamma(rgb[2]);
        double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        double luma = Math.clamp(16 + 219 * y, DARKEST, BRIGHTEST);
        return new Ink((float) luma, (float) (224 * (blue - y) / 1.8556), (float) (224 * (red - y) / 1.5748));
    }

    private static boolean exists(double[] rgb) {
        for (double value : rgb) {
            if (value < -0.0005 || value > 1.0005) {
                return false;
            }
        }
        return true;
    }

    private static double[] linear(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double x) {
        return x * x * x;
    }

    private static double gamma(double linear) {
        double x = Math.clamp(linear, 0.0, 1.0);
        return x <= 0.0031308 ? 12.92 * x : 1.055 * StrictMath.pow(x, 1 / 2.4) - 0.055;
    }

    Ink mixed(Ink other, double share) {
        float t = (float) share;
        return new Ink(y + t * (other.y - y), cb + t * (other.cb - cb), cr + t * (other.cr - cr));
    }
}
