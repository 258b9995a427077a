package reel.app.demo;

/// One frame of a shot: a sky, a moving sun, a few bits of film grain.
final class Picture {
    private Picture() {}

    /// Red, green, blue by rows, 8 bits each. @param grainBits how many low bits of every sample are noise
    static byte[] rgb(int width, int height, int frame, int grainBits, long seed) {
        byte[] pixels = new byte[width * height * 3];
        int mask = (1 << grainBits) - 1;
        int sunX = (frame * 3) % width;
        int sunY = height / 3;
        int radius = height / 6;
        int at = 0;
        for (int y = 0; y < height; y++) {
            int sky = 40 + 150 * y / height;
            for (int x = 0; x < width; x++) {
                int dx = x - sunX;
                int dy = y - sunY;
                boolean sun = dx * dx + dy * dy < radius * radius;
                long grain = Noise.at(seed + frame, at);
                pixels[at++] = sample(sun ? 240 : sky, (int) grain & mask);
                pixels[at++] = sample(sun ? 220 : sky + 20, (int) (grain >>> 8) & mask);
                pixels[at++] = sample(sun ? 120 : 230 - sky / 2, (int) (grain >>> 16) & mask);
            }
        }
        return pixels;
    }

    private static byte sample(int value, int grain) {
        return (byte) Math.min(255, value + grain);
    }
}
