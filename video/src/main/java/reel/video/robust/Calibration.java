package reel.video.robust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoProgress;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FfmpegFinder;
import reel.video.ffmpeg.FrameReader;
import reel.video.ffmpeg.FrameWriter;

/// Makes a clip with all presets in it, and measures what a platform made of it.
public final class Calibration {
    /// Good enough for the densest preset, so that the clip measures the platform and not itself.
    private static final List<String> ENCODING = List.of(("-c:v libx264 -preset superfast -qp 38 -g 1 -x264-params"
                    + " deadzone-intra=0 -pix_fmt yuv420p -color_range tv -fflags +bitexact -flags:v +bitexact"
                    + " -movflags +faststart -f mp4")
            .split(" "));
    private static final int AHEAD = 4;

    private Calibration() {}

    /// Writes the clip to `file`, replacing it if it exists; whoever calls publishes or removes it.
    public static void make(Path file, VideoOptions options, VideoListener listener) throws IOException {
        Ffmpeg ffmpeg = FfmpegFinder.ofProcess().find(options.ffmpeg());
        long total = (long) Recipe.values().length * CalibrationFrames.FRAMES;
        long done = 0;
        try (FrameWriter writer = FrameWriter.open(
                ffmpeg, CalibrationFrames.SHAPE, CalibrationFrames.FRAMES_PER_SECOND, ENCODING, file)) {
            for (Recipe recipe : Recipe.values()) {
                Layout layout = Layout.of(recipe, CalibrationFrames.SHAPE);
                FrameMaker maker = new FrameMaker(layout);
                for (int frame = 0; frame < CalibrationFrames.FRAMES; frame++) {
                    byte[] plane = writer.plane();
                    maker.draw(
                            CalibrationFrames.header(recipe, layout.codewords(), frame),
                            CalibrationFrames.symbols(recipe.preset, layout, frame),
                            0,
                            plane);
                    writer.write(plane);
                    listener.progress(new VideoProgress(-1, -1, ++done, total));
                }
            }
            writer.finish();
        }
    }

    /// Measures a clip.
    public static CalibrationReport read(Path video, VideoOptions options, VideoListener listener) throws IOException {
        Ffmpeg ffmpeg = FfmpegFinder.ofProcess().find(options.ffmpeg());
        Scout scout = Scout.look(ffmpeg, video);
        if (scout == null || scout.header().kind() != FrameHeader.Kind.CALIBRATION) {
            throw new Refused(
                    video.toString(),
                    scout == null
                            ? "no frame of a calibration clip can be told in it"
                            : "is a video of data, no calibration clip",
                    "Make a clip with `reel video calibrate make`, have the platform take it, and read what comes back.");
        }
        Map<Recipe, Section> sections = new EnumMap<>(Recipe.class);
        for (Recipe recipe : Recipe.values()) {
            sections.put(recipe, new Section(Layout.of(recipe, scout.layout().shape())));
        }
        long frames = 0;
        try (FrameReader reader = FrameReader.open(
                ffmpeg, video, scout.facts().shape(), scout.layout().shape(), Long.MAX_VALUE, AHEAD)) {
            Recipe last = scout.layout().recipe();
            for (byte[] plane = reader.next(); plane != null; plane = reader.next()) {
                last = measure(plane, last, sections);
                reader.giveBack(plane);
                listener.progress(new VideoProgress(-1, -1, ++frames, -1));
            }
        }
        List<PresetReading> readings =
                new ArrayList<>(sections.values().stream().map(Section::reading).toList());
        double seconds = scout.facts().seconds();
        return new CalibrationReport(
                scout.facts().codec(),
                scout.facts().shape().width(),
                scout.facts().shape().height(),
                scout.facts().framesPerSecond(),
                frames,
                seconds > 0 ? Math.round(8 * Files.size(video) / seconds) : 0,
                readings);
    }

    /// Finds out whose frame it is, that of the last one's preset first, and measures it; that preset is the answer.
    private static Recipe measure(byte[] plane, Recipe last, Map<Recipe, Section> sections) {
        List<Recipe> order = new ArrayList<>(List.of(last));
        order.addAll(sections.keySet());
        for (Recipe recipe : order) {
            Section section = sections.get(recipe);
            if (section != null && section.take(plane)) {
                return recipe;
            }
        }
        return last;
    }

    /// The frames of one preset.
    private static final class Section {
        private final Layout layout;
        private final ChannelReport report = new ChannelReport();
        private final boolean[] seen = new boolean[CalibrationFrames.FRAMES];
        private @Nullable FrameTaker taker;
        private long wrong;
        private long compared;

        Section(Layout layout) {
            this.layout = layout;
        }

        boolean take(byte[] plane) {
            HeaderStrip.Reading reading = HeaderStrip.read(new Samples(plane, layout.shape(), layout.shape()), layout);
            if (reading == null || !CalibrationFrames.made(reading.header(), layout.recipe(), layout.codewords())) {
                return false;
            }
            int frame = reading.header().firstSymbol() / layout.codewords();
            if (seen[frame]) {
                return true;
            }
            seen[frame] = true;
            FrameTaker reader = taker == null ? new FrameTaker(layout) : taker;
            taker = reader;
            report.frame();
            report.header(reading.levels());
            report.taken(reader.take(reading, plane));
            byte[] bits = new FrameMaker(layout)
                    .bits(reading.header(), CalibrationFrames.symbols(layout.recipe().preset, layout, frame), 0);
            wrong += reader.wrongBits(bits);
            compared += bits.length;
            return true;
        }

        PresetReading reading() {
            int found = (int) report.frames();
            long sent = (long) CalibrationFrames.FRAMES * layout.codewords();
            double lost = 1 - (double) (report.codewords() - report.failed()) / sent;
            double repair = layout.recipe().percent / (100 + layout.recipe().percent);
            int bytes = (int) (layout.codewords() * layout.symbolBytes() * (1 - repair));
            return new PresetReading(
                    layout.recipe().preset,
                    CalibrationFrames.FRAMES,
                    found,
                    report.codewords(),
                    report.failed(),
                    compared == 0 ? 0.5 : (double) wrong / compared,
                    found == 0 ? 0 : report.signalToNoise(),
                    lost,
                    repair,
                    bytes,
                    PresetReading.verdict(lost, repair));
        }
    }
}
