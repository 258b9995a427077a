package reel.cli.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.video.VideoSession;
import reel.cli.screen.Callers;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Usage;
import reel.video.EncodeReport;
import reel.video.VideoSink;
import reel.video.VideoSource;
import reel.video.carrier.VideoOptions;

@Command(
        name = "encode",
        description = {
            "Turn files and folders into one video that carries their names, times and permissions with it.",
            "- as a source is the standard input, - as the video the standard output."
        })
final class EncodeCommand implements Callable<Integer> {
    private static final String PIPE = "-";

    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<file>",
            description = "What to encode, then the video to write, unless -o names that.")
    List<String> words = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<video>",
            description = "The video to write.")
    @Nullable
    String output;

    @Mixin
    VideoSettings settings = new VideoSettings();

    @Option(
            names = "--encrypt",
            description = "Encrypt names and contents. Asks for a passphrase, or reads it from REEL_PASSPHRASE_FILE.")
    boolean encrypt;

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "What the standard input is called in the video; stdin if not said.")
    @Nullable
    String name;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the video if it is there.")
    boolean force;

    EncodeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        List<String> sources = output != null ? words : words.subList(0, Math.max(0, words.size() - 1));
        String target = output != null ? output : words.isEmpty() ? "" : words.getLast();
        if (sources.isEmpty()) {
            throw new Usage("say what to encode, and the video to write: reel video encode disc.iso disc.mp4");
        }
        if (target.equals(PIPE) && screen.isJson()) {
            throw new Usage("--json and the video cannot both go to the standard output");
        }
        VideoOptions options = settings.options(screen);
        long start = System.nanoTime();
        EncodeReport report;
        try (FrameLine line = FrameLine.open(screen, "Encoding")) {
            VideoSession session = VideoSession.open(Callers.of(
                    screen,
                    question -> line.line().aside(() -> screen.around().prompt().ask(question))));
            report = session.encode(source(sources), sink(target), options, encrypt, line);
        }
        print(report, target, System.nanoTime() - start);
        return report.skipped().isEmpty() ? 0 : ExitCode.DIFFERENT.number();
    }

    private VideoSource source(List<String> sources) throws IOException {
        if (!sources.contains(PIPE)) {
            if (name != null) {
                throw new Usage("--name goes with - as the source");
            }
            List<Path> paths = new ArrayList<>();
            for (String word : sources) {
                paths.add(screen.path(Path.of(word)));
            }
            return new VideoSource.Files(paths);
        }
        if (sources.size() > 1) {
            throw new Usage("the standard input is encoded alone");
        }
        return new VideoSource.Pipe(screen.around().in(), name == null ? "stdin" : name);
    }

    private VideoSink sink(String target) throws IOException {
        if (target.equals(PIPE)) {
            return new VideoSink.Pipe(screen.out().stream());
        }
        Path path = screen.path(Path.of(target));
        return new VideoSink.Files(path, force);
    }

    private void print(EncodeReport report, String target, long nanos) throws IOException {
        report.skipped().forEach(screen::warn);
        if (screen.isJson()) {
            screen.json(json -> {
                json.put("video", target).put("preset", report.preset().word());
                json.put("encrypted", report.encrypted()).put("content_bytes", report.contentBytes());
                json.put("video_bytes", report.videoBytes()).put("seconds", nanos / 1e9);
                EntryText.json(json, report.entries(), report.hashes());
                json.array("skipped", array -> report.skipped().forEach(array::add));
            });
            return;
        }
        long files = report.entries().stream().filter(entry -> entry.isFile()).count();
        screen.say("Encoded " + Sizes.count(files, "file") + " (" + Sizes.bytes(report.contentBytes()) + ") as "
                + (report.videoBytes() < 0 ? "a stream" : target + " (" + Sizes.bytes(report.videoBytes()) + ")")
                + ", " + Sizes.rate(report.contentBytes(), nanos)
                + (report.encrypted() ? "; without the passphrase nobody can ever read it" : ""));
    }
}
