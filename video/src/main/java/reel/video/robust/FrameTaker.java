package reel.video.robust;

/// Reads the symbols of a frame whose header is known. One thread at a time.
final class FrameTaker {
    private static final int MOST_ITERATIONS = 25;

    private final Layout layout;
    private final Modulation modulation;
    private final CodewordTaker taker;
    private final byte[] likelihoods;

    FrameTaker(Layout layout) {
        this.layout = layout;
        modulation = layout.modulation();
        taker = new CodewordTaker(layout.words(), MOST_ITERATIONS);
        likelihoods = new byte[layout.bits()];
    }

    TakenFrame take(HeaderStrip.Reading reading, byte[] plane) {
        modulation.read(plane, layout.area(), reading.levels(), likelihoods);
        return taker.take(reading.header(), reading.levels(), this::copy);
    }

    /// Codewords are sent interleaved, a bit of each in turn.
    private void copy(int word, int sent, byte[] soft, int from, int to) {
        int step = layout.codewords();
        int at = sent * step + word;
        for (int i = from; i < to; i++, at += step) {
            soft[i] = likelihoods[at];
        }
    }

    /// How many bits of the frame just taken were received other than they were made.
    int wrongBits(byte[] made) {
        int wrong = 0;
        for (int i = 0; i < made.length; i++) {
            wrong += made[i] ^ likelihoods[i] >>> 31;
        }
        return wrong;
    }
}
