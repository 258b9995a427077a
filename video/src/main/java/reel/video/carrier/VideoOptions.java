package reel.video.carrier;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.stream.buffer.MemoryProfile;

/// What a user may choose beyond the preset. What does not apply to a carrier it ignores.
///
/// @param level         of zstd, 1 to 19; 0 not to compress. Compressed is only what gets smaller
/// @param parityPercent repair frames for a hundred frames, 0 to 100; negative for the preset's own measure
/// @param memoryBytes   for buffers, all together
/// @param ffmpeg        the program to use; null for the one that is found
/// @param encoder       `x264`, `vp9` or `av1`; null for the preset's own
/// @param framesPerSecond 0 for the preset's own
/// @param width         of the frames; 0 with `height` for the preset's own
public record VideoOptions(
        Preset preset,
        int level,
        double parityPercent,
        long memoryBytes,
        @Nullable Path ffmpeg,
        @Nullable String encoder,
        int framesPerSecond,
        int width,
        int height) {
    /// The preset whose own choices hold wherever nothing else is said.
    public static VideoOptions of(Preset preset) {
        return new VideoOptions(preset, 3, -1, MemoryProfile.LOW.bytes(), null, null, 0, 0, 0);
    }

    public VideoOptions {
        if (level < 0 || level > 19 || parityPercent > 100 || framesPerSecond < 0 || width < 0 || height < 0) {
            throw new IllegalArgumentException("options out of range: level " + level + ", parity " + parityPercent
                    + ", " + framesPerSecond + " fps, " + width + " × " + height);
        }
    }

    public VideoOptions withLevel(int chosen) {
        return new VideoOptions(
                preset, chosen, parityPercent, memoryBytes, ffmpeg, encoder, framesPerSecond, width, height);
    }

    public VideoOptions withParityPercent(double chosen) {
        return new VideoOptions(preset, level, chosen, memoryBytes, ffmpeg, encoder, framesPerSecond, width, height);
    }

    public VideoOptions withMemoryBytes(long chosen) {
        return new VideoOptions(preset, level, parityPercent, chosen, ffmpeg, encoder, framesPerSecond, width, height);
    }

    public VideoOptions withFfmpeg(@Nullable Path chosen) {
        return new VideoOptions(
                preset, level, parityPercent, memoryBytes, chosen, encoder, framesPerSecond, width, height);
    }

    public VideoOptions withEncoder(@Nullable String chosen) {
        return new VideoOptions(
                preset, level, parityPercent, memoryBytes, ffmpeg, chosen, framesPerSecond, width, height);
    }

    public VideoOptions withFramesPerSecond(int chosen) {
        return new VideoOptions(preset, level, parityPercent, memoryBytes, ffmpeg, encoder, chosen, width, height);
    }

    public VideoOptions withSize(int chosenWidth, int chosenHeight) {
        return new VideoOptions(
                preset, level, parityPercent, memoryBytes, ffmpeg, encoder, framesPerSecond, chosenWidth, chosenHeight);
    }
}
