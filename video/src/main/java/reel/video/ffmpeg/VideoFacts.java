package reel.video.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// What ffmpeg says of a file's first video stream.
///
/// @param codec   `h264`
/// @param seconds of its container; negative where it is not told
/// @param framesPerSecond 0 where it is not told
public record VideoFacts(String codec, FrameShape shape, double seconds, double framesPerSecond) {
    private static final Pattern STREAM = Pattern.compile("Stream #\\d+:\\d+.*: Video: (\\w+).*");
    private static final Pattern SIZE = Pattern.compile("[ ,]([1-9]\\d{0,4})x([1-9]\\d{0,4})(?=[ ,\\[]|$)");
    private static final Pattern RATE = Pattern.compile("([\\d.]+k?) fps");
    private static final Pattern DURATION = Pattern.compile("Duration: (\\d+):(\\d+):([\\d.]+)");

    /// Asks `ffmpeg` about `video`; null where it finds no video in it.
    public static @Nullable VideoFacts read(Ffmpeg ffmpeg, Path video) throws IOException {
        List<String> command = List.of(
                ffmpeg.program().toString(),
                "-hide_banner",
                "-noautorotate",
                "-i",
                "file:" + video,
                "-f",
                "null",
                "-t",
                "0",
                "-");
        StringBuilder text = new StringBuilder();
        try (FfmpegProcess process = FfmpegProcess.startMerged(video.toString(), command)) {
            text.append(process.readText(1 << 20));
        }
        return parse(text.toString());
    }

    /// @param said what ffmpeg prints about its input
    static @Nullable VideoFacts parse(String said) throws Refused {
        Matcher stream = STREAM.matcher(said);
        if (!stream.find()) {
            return null;
        }
        String line = stream.group();
        Matcher size = SIZE.matcher(line);
        if (!size.find()) {
            return null;
        }
        int width = Integer.parseInt(size.group(1));
        int height = Integer.parseInt(size.group(2));
        if (width < 1 || height < 1 || width > FrameShape.MOST_SIDE || height > FrameShape.MOST_SIDE) {
            throw new Refused(
                    "a video of " + width + " × " + height + " pixels",
                    "expected at most " + FrameShape.MOST_SIDE + " on each side");
        }
        Matcher rate = RATE.matcher(line);
        Matcher duration = DURATION.matcher(said);
        double seconds = duration.find()
                ? 3600 * Double.parseDouble(duration.group(1))
                        + 60 * Double.parseDouble(duration.group(2))
                        + Double.parseDouble(duration.group(3))
                : -1;
        return new VideoFacts(
                stream.group(1), new FrameShape(width, height), seconds, rate.find() ? number(rate.group(1)) : 0);
    }

    private static double number(String text) {
        return text.endsWith("k")
                ? 1000 * Double.parseDouble(text.substring(0, text.length() - 1))
                : Double.parseDouble(text);
    }
}
