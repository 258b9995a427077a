package reel.video.art;

import org.jspecify.annotations.Nullable;
import reel.video.ffmpeg.FrameShape;

/// Paints a frame, puts its grain in and develops it as a plane of luma and two of colour. One thread at a time.
final class Darkroom {
    /// Of a cosine of the grain. Eighteen is seen as the tooth of paper and outlasts quantisers of mild
    /// re-encodes.
    static final float STRENGTH = 18;

    static final float STUBBORN = 5;

    /// The room that luma keeps for its grain.
    private static final float DARKEST = 28;

    private static final float BRIGHTEST = 222;

    private final FrameShape shape;
    private final Film film;
    private final Grain grain;
    private final Canvas canvas;
    private @Nullable Canvas spare;

    Darkroom(FrameShape shape, Film film) {
        this.shape = shape;
        this.film = film;
        grain = grain(shape);
        canvas = new Canvas(shape.width(), shape.height());
    }

    static Grain grain(FrameShape shape) {
        return new Grain(shape.width(), shape.height(), STRENGTH, STUBBORN);
    }

    /// @param plane luma, then both colour differences at half the width and height
    void develop(long frame, byte[] bits, byte[] plane) {
        if (spare == null && film.fades(frame)) {
            spare = new Canvas(shape.width(), shape.height());
        }
        film.paint(frame, canvas, spare);
        for (int i = 0; i < canvas.y.length; i++) {
            canvas.y[i] = Math.clamp(canvas.y[i], DARKEST, BRIGHTEST);
        }
        for (int row = 0; row < grain.blockRows(); row++) {
            grain.put(row, canvas.y, bits, plane);
        }
        int at = shape.pixels();
        halve(canvas.cb, plane, at);
        halve(canvas.cr, plane, at + shape.chromaBytes() / 2);
    }

    private void halve(float[] full, byte[] plane, int to) {
        int width = shape.width();
        int at = to;
        for (int y = 0; y < shape.height(); y += 2) {
            for (int x = 0; x < width; x += 2) {
                int i = y * width + x;
                float mean = (full[i] + full[i + 1] + (full[i + width] + full[i + width + 1])) / 4;
                plane[at++] = (byte) Math.clamp((int) (mean + 128.5f), 16, 240);
            }
        }
    }
}
