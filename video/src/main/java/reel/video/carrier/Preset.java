package reel.video.carrier;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a payload lies in the frames: what it costs and what it survives. The number is written into videos.
public enum Preset {
    /// H.264 I_PCM: the payload's bytes are the pixels. Any remux, no re-encode.
    ARCHIVE(1),
    /// Signed Walsh patterns on luma: any quantiser at the same size.
    ROBUST(2),
    /// Signs of DCT coefficients: re-encodes of good quality at the same size.
    DENSE(3),
    /// Blocks of 4 × 4: a bit rate that is capped hard.
    CAPPED(4),
    /// Blocks of 6 × 6: a rendition of two thirds.
    RESIZE_PROOF(5),
    /// Blocks of 8 × 8 and more repair than data.
    PARANOID(6),
    /// Geometric art that is the data.
    ART(7);

    private final int number;

    Preset(int number) {
        this.number = number;
    }

    /// What stands in a video for this preset, 1 to 255.
    public int number() {
        return number;
    }

    /// As users write it: `resize-proof`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The preset of a number; null for one of a newer version.
    public static @Nullable Preset of(int number) {
        for (Preset preset : values()) {
            if (preset.number == number) {
                return preset;
            }
        }
        return null;
    }
}
