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
import reel.video.gop.AssembleReport;
import reel.video.gop.FilmTools;

@Command(
        name = "assemble",
        description = {
            "Put the segments in a folder together again. The film is there only when it is right: byte for byte, or "
                    + "stream for stream. Damaged and missing segments are named."
        })
final class AssembleCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(index = "0", paramLabel = "<folder>", description = "A folder that segment has written.")
    Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "<film>", description = "The film to write.")
    Path film = Path.of("");

    @Option(names = "--edited", description = "Playable segments may be others than those that were written.")
    boolean edited;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
    @Nullable
    Path ffmpeg;

    AssembleCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        AssembleReport report;
        try (FilmLine line = FilmLine.ofBytes(screen, "Joining")) {
            report = FilmTools.assemble(
                    screen.path(folder), screen.path(film), edited, VideoCommand.program(screen, ffmpeg), line);
        }
        if (screen.isJson()) {
            screen.json(json -> json.put("film", film.toString())
                    .put("exact", report.exact())
                    .put("bytes", report.bytes())
                    .put("segments", report.segments())
                    .array("dropped", array -> report.dropped().forEach(array::add)));
            return 0;
        }
        report.dropped().forEach(stream -> screen.warn("the film had also: " + stream));
        screen.say("Joined " + Sizes.count(report.segments(), "segment") + " as " + film + " ("
                + Sizes.bytes(report.bytes()) + ") in " + Sizes.duration(System.nanoTime() - start)
                + (report.exact() ? ", byte for byte as it was" : ", stream for stream as it was"));
        return 0;
    }
}
