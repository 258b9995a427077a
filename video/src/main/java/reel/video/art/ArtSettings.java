package reel.video.art;

import java.util.List;
import reel.stream.Refused;
import reel.video.carrier.VideoOptions;
import reel.video.ffmpeg.FrameShape;
import reel.video.ffmpeg.VideoEncoder;

/// How a film is made.
///
/// @param percent  of repair frames
/// @param leastFrames of a film however short its payload; each is shown [#SHOWN] times
/// @param encoding arguments between ffmpeg's input and its output
record ArtSettings(double percent, int framesPerSecond, int leastFrames, List<String> encoding) {
    /// Each grain is shown twice: an encoder has the second nearly for nothing, and it doubles what is heard of
    /// it.
    static final int SHOWN = 2;

    private static final double USUAL_PERCENT = 25;
    private static final int USUAL_FRAMES_PER_SECOND = 30;

    /// Six seconds: time to see what it is.
    static final int LEAST_FRAMES = 90;

    private static final int SMALL_BYTES = 96 << 10;
    private static final int MEDIUM_BYTES = 1 << 20;

    static ArtSettings of(VideoOptions options, int leastFrames) throws Refused {
        if (VideoEncoder.of(options.encoder()) != VideoEncoder.X264) {
            throw new Refused(
                    String.valueOf(options.encoder()), "preset art is encoded by x264", "Leave --encoder away.");
        }
        // A fixed number of threads: with others x264 makes other bytes.
        List<String> encoding = List.of(
                "-c:v",
                "libx264",
                "-preset",
                "faster",
                "-crf",
                "20",
                "-g",
                "60",
                "-threads",
                "4",
                "-pix_fmt",
                "yuv420p",
                "-color_range",
                "tv",
                "-colorspace",
                "bt709",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-fflags",
                "+bitexact",
                "-flags:v",
                "+bitexact",
                "-f",
                "mp4");
        return new ArtSettings(
                options.parityPercent() < 0 ? USUAL_PERCENT : options.parityPercent(),
                options.framesPerSecond() == 0 ? USUAL_FRAMES_PER_SECOND : options.framesPerSecond(),
                leastFrames,
                encoding);
    }

    /// The size asked for, or one that gives the payload a film of some seconds.
    static FrameShape shape(VideoOptions options, long payloadBytes) throws Refused {
        if (options.width() > 0 || options.height() > 0) {
            int width = options.width() > 0 ? options.width() : options.height() * 16 / 9;
            int height = options.height() > 0 ? options.height() : options.width() * 9 / 16;
            if (Math.max(width, height) > FrameShape.MOST_SIDE) {
                throw new Refused(width + " × " + height, "more than " + FrameShape.MOST_SIDE + " pixels on a side");
            }
            return new FrameShape(width, height);
        }
        if (payloadBytes <= SMALL_BYTES) {
            return new FrameShape(640, 360);
        }
        return payloadBytes <= MEDIUM_BYTES ? new FrameShape(1280, 720) : new FrameShape(1920, 1080);
    }
}
