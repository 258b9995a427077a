package reel.video.gop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a film is.
///
/// @param container `mp4`, `mov`, `matroska` …
/// @param seconds   0 if not told
/// @param timeCode  of its first frame; null if it has none
/// @param playsWhileLoading whether its index comes first; null where that is no question
/// @param fragmented whether its samples lie in fragments; null where that is no question
/// @param source    who told: `ffprobe`, `ffmpeg` or `reel`
public record FilmFacts(
        String container,
        long bytes,
        double seconds,
        @Nullable String timeCode,
        @Nullable Boolean playsWhileLoading,
        @Nullable Boolean fragmented,
        List<StreamFacts> streams,
        String source) {
    public FilmFacts {
        streams = List.copyOf(streams);
    }

    /// One stream. Numbers are 0 and texts empty where they are not told or mean nothing.
    ///
    /// @param kind    `video`, `audio`, `subtitle`, `data`
    /// @param codec   `h264`
    /// @param detail  what more is known: profile, pixel format
    /// @param frames  samples or packets of it
    /// @param framesPerSecond of pictures
    /// @param turned  degrees clockwise that it is to be turned before it is shown
    public record StreamFacts(
            int index,
            String kind,
            String codec,
            String detail,
            double seconds,
            long frames,
            int width,
            int height,
            double framesPerSecond,
            int turned,
            int channels,
            int samplesPerSecond,
            String language) {}

    /// The first stream of pictures; null if it has none.
    public @Nullable StreamFacts video() {
        for (StreamFacts stream : streams) {
            if (stream.kind().equals("video")) {
                return stream;
            }
        }
        return null;
    }
}
