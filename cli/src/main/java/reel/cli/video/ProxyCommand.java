package reel.cli.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.video.gop.FilmTools;
import reel.video.gop.ProxyCodec;
import reel.video.gop.ProxyReport;

@Command(
        name = "proxy",
        description = "Make an editing copy of a film: at most 1080 lines, light to decode and to search in, with its "
                + "sound and time code.")
final class ProxyCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(index = "0", paramLabel = "<film>", description = "The film.")
    Path film = Path.of("");

    @Parameters(index = "1", paramLabel = "<copy>", description = "The copy to write: .mp4, or .mov.")
    Path copy = Path.of("");

    @Option(
            names = "--codec",
            paramLabel = "<codec>",
            description = "h264 (default): small; prores: large, lightest to cut, needs .mov.")
    ProxyCodec codec = ProxyCodec.H264;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
    @Nullable
    Path ffmpeg;

    ProxyCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        ProxyReport report;
        try (FilmLine line = FilmLine.ofShare(screen, "Encoding")) {
            report = FilmTools.proxy(
                    screen.path(film), screen.path(copy), codec, VideoCommand.program(screen, ffmpeg), line);
        }
        if (screen.isJson()) {
            screen.json(json -> json.put("copy", copy.toString())
                    .put("codec", codec.word())
                    .put("bytes", report.bytes())
                    .put("width", report.width())
                    .put("height", report.height())
                    .put("seconds", report.seconds()));
            return 0;
        }
        screen.say("Made " + copy + ": " + report.width() + " × " + report.height() + ", "
                + Sizes.duration((long) (report.seconds() * 1e9)) + ", " + Sizes.bytes(report.bytes()) + ", in "
                + Sizes.duration(System.nanoTime() - start));
        return 0;
    }
}
