package reel.video.robust;

import java.util.ArrayList;
import java.util.List;
import reel.stream.Refused;
import reel.video.carrier.VideoOptions;
import reel.video.ffmpeg.VideoEncoder;

/// How a video of these presets is encoded.
///
/// @param percent  of repair frames
/// @param encoding arguments between ffmpeg's input and its output; empty where patterns are written without it
record EncodeSettings(double percent, int framesPerSecond, List<String> encoding) {
    static EncodeSettings of(Recipe recipe, VideoOptions options) throws Refused {
        VideoEncoder encoder = VideoEncoder.of(options.encoder());
        boolean direct = recipe == Recipe.ROBUST && options.encoder() == null;
        return new EncodeSettings(
                options.parityPercent() < 0 ? recipe.percent : options.parityPercent(),
                options.framesPerSecond() == 0 ? recipe.framesPerSecond : options.framesPerSecond(),
                direct ? List.of() : encoding(recipe, encoder));
    }

    private static List<String> encoding(Recipe recipe, VideoEncoder encoder) {
        List<String> encoding = new ArrayList<>(recipe.encoding(encoder));
        encoding.addAll(List.of("-pix_fmt", "yuv420p", "-color_range", "tv"));
        encoding.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4"));
        return List.copyOf(encoding);
    }

    /// Whether films are written without ffmpeg.
    boolean direct() {
        return encoding.isEmpty();
    }
}
