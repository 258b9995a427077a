package reel.cli.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Table;
import reel.cli.screen.Usage;
import reel.video.Calibrator;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoOptions;
import reel.video.robust.CalibrationReport;
import reel.video.robust.PresetReading;

@Command(
        name = "calibrate",
        description = "Find out which preset a platform lets through: make a clip of all presets, upload it, download "
                + "what the platform made of it, and read that.")
final class CalibrateCommand implements Runnable {
    private CalibrateCommand() {}

    static CommandLine line(Screen screen) {
        return new CommandLine(new CalibrateCommand())
                .addSubcommand(new Make(screen))
                .addSubcommand(new Read(screen));
    }

    @Override
    public void run() {
        throw new Usage("say what to do: make or read");
    }

    private static VideoOptions options(Screen screen, @Nullable Path ffmpeg) {
        return VideoOptions.of(Preset.ROBUST)
                .withFfmpeg(ffmpeg == null ? null : screen.folder().resolve(ffmpeg));
    }

    @Command(name = "make", description = "Make the clip: twenty seconds of 1920x1080, all presets one after another.")
    private static final class Make implements Callable<Integer> {
        private final Screen screen;

        @Parameters(paramLabel = "<clip>", description = "The clip to write.")
        String clip = "";

        @Option(
                names = {"-f", "--force"},
                description = "Replace the clip if it is there.")
        boolean force;

        @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
        @Nullable
        Path ffmpeg;

        Make(Screen screen) {
            this.screen = screen;
        }

        @Override
        public Integer call() throws IOException {
            Path target = screen.path(Path.of(clip));
            try (FrameLine line = FrameLine.open(screen, "Making")) {
                Calibrator.make(target, force, options(screen, ffmpeg), line);
            }
            long bytes = Files.size(target);
            if (screen.isJson()) {
                screen.json(json -> json.put("clip", clip).put("bytes", bytes));
            } else {
                screen.say("Made " + clip + " (" + Sizes.bytes(bytes)
                        + "). Upload it, download what comes of it, then: " + "reel video calibrate read <download>");
            }
            return 0;
        }
    }

    @Command(name = "read", description = "Measure what a platform made of the clip, and name the preset to use.")
    private static final class Read implements Callable<Integer> {
        private final Screen screen;

        @Parameters(paramLabel = "<video>", description = "The clip as it came back from the platform.")
        String video = "";

        @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
        @Nullable
        Path ffmpeg;

        Read(Screen screen) {
            this.screen = screen;
        }

        @Override
        public Integer call() throws IOException {
            CalibrationReport report;
            try (FrameLine line = FrameLine.open(screen, "Measuring")) {
                report = Calibrator.read(screen.path(Path.of(video)), options(screen, ffmpeg), line);
            }
            if (screen.isJson()) {
                json(report);
            } else {
                print(report);
            }
            return report.recommended().isPresent() ? 0 : ExitCode.DIFFERENT.number();
        }

        private void json(CalibrationReport report) throws IOException {
            screen.json(json -> {
                json.put("video", video).put("codec", report.codec());
                json.put("width", report.width()).put("height", report.height());
                json.put("frames_per_second", report.framesPerSecond()).put("frames", report.frames());
                json.put("bits_per_second", report.bitsPerSecond());
                json.put("recommended", report.recommended().map(Preset::word).orElse(null));
                json.array("presets", array -> {
                    for (PresetReading reading : report.presets()) {
                        array.object(one -> {
                            one.put("preset", reading.preset().word());
                            one.put("verdict", reading.verdict().name().toLowerCase(Locale.ROOT));
                            one.put("frames_sent", reading.framesSent()).put("frames_found", reading.framesFound());
                            one.put("codewords", reading.codewords()).put("codewords_failed", reading.failed());
                            one.put("bit_error_rate", reading.bitErrorRate());
                            one.put("signal_to_noise_db", reading.signalToNoise());
                            one.put("lost", reading.lost()).put("repairable", reading.repair());
                            one.put("bytes_per_frame", reading.bytesPerFrame());
                        });
                    }
                });
            });
        }

        private void print(CalibrationReport report) {
            screen.line(report.codec() + ", " + report.width() + " × " + report.height() + ", "
                    + String.format(Locale.ROOT, "%.3g", report.framesPerSecond()) + " frames a second"
                    + (report.bitsPerSecond() == 0 ? "" : ", " + report.bitsPerSecond() / 1000 + " kbit/s"));
            Table table = new Table()
                    .column("preset", Table.Align.LEFT)
                    .column("kB/frame", Table.Align.RIGHT)
                    .column("frames found", Table.Align.RIGHT)
                    .column("bits wrong", Table.Align.RIGHT)
                    .column("signal/noise", Table.Align.RIGHT)
                    .column("codewords failed", Table.Align.RIGHT)
                    .column("lost/repairable", Table.Align.RIGHT)
                    .column("", Table.Align.LEFT);
            for (PresetReading reading : report.presets()) {
                boolean none = reading.framesFound() == 0;
                table.row(
                        reading.preset().word(),
                        String.format(Locale.ROOT, "%.1f", reading.bytesPerFrame() / 1e3),
                        reading.framesFound() + "/" + reading.framesSent(),
                        none ? "–" : String.format(Locale.ROOT, "%.3f %%", 100 * reading.bitErrorRate()),
                        none ? "–" : String.format(Locale.ROOT, "%.1f dB", reading.signalToNoise()),
                        none ? "–" : reading.failed() + "/" + reading.codewords(),
                        String.format(Locale.ROOT, "%.1f/%.1f %%", 100 * reading.lost(), 100 * reading.repair()),
                        reading.verdict().name().toLowerCase(Locale.ROOT));
            }
            table.print(screen.out(), screen.style());
            screen.line(report.recommended()
                    .map(preset -> "Use --preset " + preset.word() + ".")
                    .orElse("No preset gets through; try a better quality or a lower frame rate."));
        }
    }
}
