package reel.video.art;

/// Pixels being painted: luma and two colour differences each, full size.
final class Canvas {
    final int width;
    final int height;
    final float[] y;
    final float[] cb;
    final float[] cr;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        y = new float[width * height];
        cb = new float[width * height];
        cr = new float[width * height];
    }

    /// Paints over pixel `at`, `cover` of it.
    void lay(int at, float inkY, float inkCb, float inkCr, double cover) {
        float share = (float) cover;
        y[at] += share * (inkY - y[at]);
        cb[at] += share * (inkCb - cb[at]);
        cr[at] += share * (inkCr - cr[at]);
    }

    void lay(int at, Ink ink, double cover) {
        lay(at, ink.y(), ink.cb(), ink.cr(), cover);
    }

    void set(int at, float inkY, float inkCb, float inkCr) {
        y[at] = inkY;
        cb[at] = inkCb;
        cr[at] = inkCr;
    }

    /// Light or shadow: luma and colour times `factor`, around black.
    void light(int at, double factor) {
        float f = (float) factor;
        y[at] = 16 + (y[at] - 16) * f;
        cb[at] *= f;
        cr[at] *= f;
    }
}
