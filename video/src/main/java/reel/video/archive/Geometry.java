package reel.video.archive;

/// The size of frames, and into how many slices of whole rows each is divided.
record Geometry(int width, int height, int slices) {
    /// What little is put into, so that the rest of the last frame is small too.
    static final Geometry SMALL = new Geometry(320, 240, 3);

    /// Every player takes it, and a frame's overhead is small against it.
    static final Geometry LARGE = new Geometry(1280, 720, 5);

    /// Payloads up to this go into small frames.
    static final long SMALL_BYTES = 1L << 20;

    Geometry {
        if (width < 16
                || height < 16
                || width % 16 != 0
                || height % 16 != 0
                || slices < 1
                || slices > SliceLayout.MOST_SLICES) {
            throw new IllegalArgumentException(width + " × " + height + " in " + slices);
        }
        int mbs = width / 16 * (height / 16);
        if (width / 16 > SliceLayout.MOST_COLUMNS
                || mbs > SliceLayout.MOST_MBS
                || mbs % slices != 0
                || mbs / slices % (width / 16) != 0) {
            throw new IllegalArgumentException(width + " × " + height + " in " + slices);
        }
    }

    /// For a payload of at most so many bytes.
    static Geometry of(long mostBytes) {
        return mostBytes <= SMALL_BYTES ? SMALL : LARGE;
    }

    int columns() {
        return width / 16;
    }

    SliceLayout layout() {
        return new SliceLayout(slices, width / 16, width / 16 * (height / 16) / slices);
    }

    /// More than any frame takes as NAL units: every second byte escaped, and what else is in a frame.
    int mostNalBytes() {
        return width / 16 * (height / 16) * (SliceLayout.MB_BYTES + 2) * 3 / 2 + 4096;
    }
}
