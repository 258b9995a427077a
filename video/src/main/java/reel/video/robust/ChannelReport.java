package reel.video.robust;

import java.util.Locale;

/// What was measured on the way: frames, codewords, bit errors. One thread at a time.
public final class ChannelReport {
    private long frames;
    private long headers;
    private long codewords;
    private long failed;
    private long errors;
    private long compared;
    private double noise;

    public void frame() {
        frames++;
    }

    public void header(Levels levels) {
        headers++;
        noise += levels.noise() / levels.swing();
    }

    public void taken(TakenFrame frame) {
        codewords += frame.good().length;
        failed += frame.failed();
        errors += frame.bitErrors();
        compared += frame.bitsCompared();
    }

    public long frames() {
        return frames;
    }

    public long headers() {
        return headers;
    }

    long codewords() {
        return codewords;
    }

    public long failed() {
        return failed;
    }

    /// The share of bits that were received wrong, in codewords that could be corrected; negative where none could.
    double bitErrorRate() {
        return compared == 0 ? -1 : (double) errors / compared;
    }

    /// Strength of the header's cells over what disturbs them, in decibels.
    double signalToNoise() {
        return headers == 0 ? 0 : 20 * Math.log10(headers / Math.max(noise, 1e-3 * headers));
    }

    /// The whole in one line, for people.
    public String text() {
        String rate = bitErrorRate() < 0
                ? "too many bits were wrong to count"
                : String.format(Locale.ROOT, "%.3f %% of bits were wrong", 100 * bitErrorRate());
        return headers + " of " + frames + " frames could be told, " + failed + " of " + codewords
                + " codewords of those needed failed, " + rate;
    }
}
