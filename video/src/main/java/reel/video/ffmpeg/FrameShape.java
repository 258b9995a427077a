package reel.video.ffmpeg;

/// The size of a video's frames in pixels.
public record FrameShape(int width, int height) {
    /// No frame has a longer side.
    public static final int MOST_SIDE = 16_384;

    public FrameShape {
        if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE) {
            throw new IllegalArgumentException("frames of " + width + " × " + height + " pixels");
        }
    }

    /// Pixels of a luma plane.
    public int pixels() {
        return width * height;
    }

    /// Bytes of both chroma planes of 4:2:0.
    public int chromaBytes() {
        return 2 * ((width + 1) / 2) * ((height + 1) / 2);
    }

    @Override
    public String toString() {
        return width + "×" + height;
    }
}
