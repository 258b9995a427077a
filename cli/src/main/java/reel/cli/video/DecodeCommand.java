package reel.cli.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.video.VideoSession;
import reel.cli.screen.Callers;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Usage;
import reel.video.DecodeJob;
import reel.video.DecodeReport;
import reel.video.VideoSink;
import reel.video.VideoSource;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoOptions;

@Command(
        name = "decode",
        description = {
            "Bring the files in a video back, whole and checked, or write nothing. What preset it is it tells itself.",
            "- as the video is the standard input; -o - writes one file to the standard output."
        })
final class DecodeCommand implements Callable<Integer> {
    private static final String PIPE = "-";

    private final Screen screen;

    @Parameters(paramLabel = "<video>", description = "The video.")
    String video = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            description = "Where to, the current folder if not said; made if it is not there.")
    String output = ".";

    @Option(
            names = "--only",
            paramLabel = "<path>",
            description = "Bring back this file or folder of the video alone, reading no more than that takes. May be "
                    + "given several times.")
    List<String> only = List.of();

    @Option(names = "--partial", description = "When some of it is damaged, bring back the files that are whole.")
    boolean partial;

    @Option(
            names = {"-f", "--force"},
            description = "Replace files that are there.")
    boolean force;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use, where one is needed.")
    @Nullable
    Path ffmpeg;

    DecodeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (output.equals(PIPE) && screen.isJson()) {
            throw new Usage("--json and the file cannot both go to the standard output");
        }
        if (output.equals(PIPE) && partial) {
            throw new Usage("--partial needs a folder to write to");
        }
        VideoSource source = video.equals(PIPE)
                ? new VideoSource.Pipe(screen.around().in(), "stdin")
                : new VideoSource.Files(List.of(screen.path(Path.of(video))));
        VideoSink sink = output.equals(PIPE)
                ? new VideoSink.Pipe(screen.out().stream())
                : new VideoSink.Files(screen.path(Path.of(output)), force);
        VideoOptions options = VideoOptions.of(Preset.ARCHIVE)
                .withFfmpeg(ffmpeg == null ? null : screen.folder().resolve(ffmpeg));
        long start = System.nanoTime();
        DecodeReport report;
        boolean warned;
        try (FrameLine line = FrameLine.open(screen, "Decoding")) {
            VideoSession session = VideoSession.open(Callers.of(
                    screen,
                    question -> line.line().aside(() -> screen.around().prompt().ask(question))));
            report = session.decode(source, sink, new DecodeJob(only, partial), options, line);
            warned = line.warned();
        }
        print(report, System.nanoTime() - start);
        return report.lost().isEmpty() && !warned ? 0 : ExitCode.DIFFERENT.number();
    }

    private void print(DecodeReport report, long nanos) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> {
                json.put("preset", report.preset().word()).put("bytes", report.bytes());
                json.put("seconds", nanos / 1e9);
                EntryText.json(json, report.entries(), null);
                json.array("lost", array -> report.lost().forEach(array::add));
            });
            return;
        }
        report.lost().forEach(path -> screen.warn("lost: " + path));
        long files = report.entries().stream().filter(entry -> entry.isFile()).count();
        screen.say("Decoded " + Sizes.count(files, "file") + " (" + Sizes.bytes(report.bytes()) + "), "
                + Sizes.rate(report.bytes(), nanos)
                + (output.equals(PIPE) ? "" : ", to " + output));
    }
}
