package reel.video.robust;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.video.carrier.Preset;
import reel.video.code.LdpcRate;
import reel.video.ffmpeg.FrameShape;
import reel.video.ffmpeg.VideoEncoder;

/// A preset in numbers.
///
/// @param cell      side of a cell of the header, in pixels
/// @param grows     whether cells double in frames of 1620 lines and more, for renditions of half the size
/// @param percent   of repair frames beside source frames
/// @param framesPerSecond where nothing else is asked for
enum Recipe {
    ROBUST(Preset.ROBUST, 4, false, LdpcRate.R875, 5, 6),
    DENSE(Preset.DENSE, 4, false, LdpcRate.R812, 5, 10),
    CAPPED(Preset.CAPPED, 4, false, LdpcRate.R937, 5, 10),
    RESIZE_PROOF(Preset.RESIZE_PROOF, 6, true, LdpcRate.R937, 5, 10),
    PARANOID(Preset.PARANOID, 8, true, LdpcRate.R750, 20, 10);

    /// So many repair frames come on top of the percentage, for short payloads.
    static final int EXTRA_FRAMES = 2;

    private static final int TALL = 1620;
    private static final PatternModulation PATTERNS = new PatternModulation();
    private static final SignModulation SIGNS = new SignModulation();

    final Preset preset;
    final LdpcRate rate;
    final double percent;
    final int framesPerSecond;
    private final int cell;
    private final boolean grows;

    Recipe(Preset preset, int cell, boolean grows, LdpcRate rate, double percent, int framesPerSecond) {
        this.preset = preset;
        this.cell = cell;
        this.grows = grows;
        this.rate = rate;
        this.percent = percent;
        this.framesPerSecond = framesPerSecond;
    }

    /// The recipe of a preset; null for a preset of another carrier.
    static @Nullable Recipe of(Preset preset) {
        for (Recipe recipe : values()) {
            if (recipe.preset == preset) {
                return recipe;
            }
        }
        return null;
    }

    int cell(FrameShape shape) {
        return grows && shape.height() >= TALL ? 2 * cell : cell;
    }

    Modulation modulation(FrameShape shape) {
        return switch (this) {
            case ROBUST -> PATTERNS;
            case DENSE -> SIGNS;
            case CAPPED, RESIZE_PROOF, PARANOID -> new CellModulation(cell(shape));
        };
    }

    /// What is asked of the encoder for the video that is uploaded.
    List<String> encoding(VideoEncoder encoder) {
        String quality = this == DENSE ? "20" : "40";
        String how = switch (encoder) {
            case X264 -> x264();
            case VP9 -> "-deadline realtime -cpu-used 6 -row-mt 1 -b:v 0 -crf " + quality;
            case AV1 -> "-preset 10 -crf " + quality;
        };
        return List.of(("-c:v " + encoder.library() + " " + how).split(" "));
    }

    private String x264() {
        return switch (this) {
            // One frame does not help the next, so there is nothing to search for; two steps of quantiser 49 are one
            // pattern, and rounding to the nearest keeps it.
            case ROBUST -> "-preset ultrafast -qp 49 -g 1 -coder 1 -x264-params deadzone-intra=0";
            // The step of quantiser 38 is the strength of one cosine.
            case DENSE -> "-preset superfast -qp 38 -g 1 -x264-params deadzone-intra=0";
            // Few bits to a frame: searching for the cheapest way to say them pays.
            case CAPPED, RESIZE_PROOF, PARANOID -> "-preset veryfast -qp 44";
        };
    }
}
