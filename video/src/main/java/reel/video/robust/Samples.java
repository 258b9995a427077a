package reel.video.robust;

import reel.video.ffmpeg.FrameShape;

/// Means of squares of a plane, asked for in the coordinates of the frames as they were made, whatever size the plane
/// has now.
final class Samples {
    /// A picture that shows less than so many levels shows nothing.
    private static final int FAINT = 24;

    /// Far enough apart to be quick, and prime to every width.
    private static final int STRIDE = 61;

    /// The share of a cell on each side that neighbours may have been mixed into.
    private static final double RIM = 0.15;

    private final byte[] plane;
    private final FrameShape now;
    private final double across;
    private final double down;
    private final boolean same;

    Samples(byte[] plane, FrameShape now, FrameShape made) {
        this.plane = plane;
        this.now = now;
        across = (double) now.width() / made.width();
        down = (double) now.height() / made.height();
        same = now.equals(made);
    }

    /// Whether the plane shows nothing: what other pictures are predicted from, or a pause.
    boolean blank() {
        int least = 255;
        int most = 0;
        for (int i = 0; i < now.pixels() && most - least < FAINT; i += STRIDE) {
            int value = plane[i] & 0xFF;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return most - least < FAINT;
    }

    /// The mean of the square at `(x, y)` with side `side`.
    float mean(int x, int y, int side) {
        int left = x;
        int top = y;
        int right = x + side;
        int bottom = y + side;
        if (!same) {
            left = (int) Math.round((x + RIM * side) * across);
            right = Math.max(left + 1, (int) Math.round((x + side - RIM * side) * across));
            top = (int) Math.round((y + RIM * side) * down);
            bottom = Math.max(top + 1, (int) Math.round((y + side - RIM * side) * down));
        }
        right = Math.min(right, now.width());
        bottom = Math.min(bottom, now.height());
        left = Math.min(left, right - 1);
        top = Math.min(top, bottom - 1);
        int sum = 0;
        for (int line = top; line < bottom; line++) {
            for (int i = line * now.width() + left; i < line * now.width() + right; i++) {
                sum += plane[i] & 0xFF;
            }
        }
        return (float) sum / ((right - left) * (bottom - top));
    }
}
