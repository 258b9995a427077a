package reel.cli.video;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoOptions;

/// How `video encode` is to encode.
final class VideoSettings {
    private static final int DEFAULT_LEVEL = 3;

    @Option(
            names = "--preset",
            paramLabel = "<preset>",
            description = "archive (default): lossless, about the size of the files, for keeping. The others survive "
                    + "being encoded again; see docs/guides/video.md.")
    String preset = "archive";

    @Option(
            names = "--parity",
            paramLabel = "<percent>",
            description =
                    "Repair frames that bring back lost and damaged ones: 5%% or 10%%. archive: none if not said.")
    @Nullable
    String parity;

    @Option(
            names = "--no-compress",
            description = "Keep the bytes as they are; else what gets smaller by it is compressed.")
    boolean noCompress;

    @Option(names = "--level", paramLabel = "<1-19>", description = "How hard zstd tries; 3 if not said.")
    @Nullable
    Integer level;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use, where one is needed.")
    @Nullable
    Path ffmpeg;

    @Option(
            names = "--encoder",
            paramLabel = "<encoder>",
            description = "x264, vp9 or av1, for presets that are encoded by one.")
    @Nullable
    String encoder;

    @Option(names = "--fps", paramLabel = "<number>", description = "Frames per second; the preset's own if not said.")
    @Nullable
    Integer framesPerSecond;

    @Option(names = "--size", paramLabel = "<w>x<h>", description = "Size of the frames; the preset's own if not said.")
    @Nullable
    String size;

    VideoOptions options(Screen screen) {
        if (noCompress && level != null) {
            throw new Usage("--level goes without --no-compress");
        }
        int chosen = noCompress ? 0 : level == null ? DEFAULT_LEVEL : level;
        if (chosen < 0 || chosen > 19 || level != null && level < 1) {
            throw new Usage("--level " + level + ": expected 1 to 19");
        }
        VideoOptions options = VideoOptions.of(preset())
                .withLevel(chosen)
                .withFfmpeg(ffmpeg == null ? null : screen.folder().resolve(ffmpeg))
                .withEncoder(encoder);
        if (parity != null) {
            options = options.withParityPercent(percent(parity));
        }
        if (framesPerSecond != null) {
            if (framesPerSecond < 1 || framesPerSecond > 120) {
                throw new Usage("--fps " + framesPerSecond + ": expected 1 to 120");
            }
            options = options.withFramesPerSecond(framesPerSecond);
        }
        return size == null ? options : sized(options, size);
    }

    private Preset preset() {
        for (Preset known : Preset.values()) {
            if (known.word().equals(preset.toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new Usage("--preset '" + preset + "': expected one of "
                + Arrays.stream(Preset.values()).map(Preset::word).collect(Collectors.joining(", ")));
    }

    private static double percent(String text) {
        String number = text.strip().replaceFirst("%$", "");
        try {
            double value = Double.parseDouble(number);
            if (value >= 0 && value <= 100) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            throw new Usage("--parity '" + text + "': expected a share such as 5%");
        }
        throw new Usage("--parity '" + text + "': expected 0% to 100%");
    }

    private static VideoOptions sized(VideoOptions options, String text) {
        if (!text.matches("[1-9][0-9]{1,4}x[1-9][0-9]{1,4}")) {
            throw new Usage("--size '" + text + "': expected a size such as 1280x720");
        }
        int by = text.indexOf('x');
        return options.withSize(Integer.parseInt(text.substring(0, by)), Integer.parseInt(text.substring(by + 1)));
    }
}
