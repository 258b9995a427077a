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
import reel.video.gop.SegmentReport;

@Command(
        name = "segment",
        description = {
            "Cut a film at its groups of pictures into a new folder: films that play by themselves, of which the same "
                    + "streams come back (first pictures and all sound; what else there is is named).",
            "With --exact: pieces that do not play, of which every byte of the film comes back; needs no ffmpeg."
        })
final class SegmentCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(index = "0", paramLabel = "<film>", description = "The film.")
    Path film = Path.of("");

    @Parameters(index = "1", paramLabel = "<folder>", description = "The folder to make.")
    Path folder = Path.of("");

    @Option(names = "--exact", description = "So that every byte comes back. Any file will do; it is checked at once.")
    boolean exact;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
    @Nullable
    Path ffmpeg;

    SegmentCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path from = screen.path(film);
        Path to = screen.path(folder);
        long start = System.nanoTime();
        SegmentReport report;
        try (FilmLine line = exact ? FilmLine.ofBytes(screen, "Cutting") : FilmLine.ofShare(screen, "Cutting")) {
            report = exact
                    ? FilmTools.segmentExactly(from, to, line)
                    : FilmTools.segment(from, to, VideoCommand.program(screen, ffmpeg), line);
        }
        if (screen.isJson()) {
            screen.json(json -> json.put("folder", folder.toString())
                    .put("exact", report.isExact())
                    .put("bytes", report.fileBytes())
                    .put("segments", report.segments())
                    .put("streams", report.streams())
                    .put("whole_because", report.fallback().isEmpty() ? null : report.fallback())
                    .put(
                            "blake3",
                            report.fileHash() == null ? null : report.fileHash().toString())
                    .array("dropped", array -> report.dropped().forEach(array::add)));
            return 0;
        }
        report.dropped().forEach(stream -> screen.warn("left out: " + stream));
        if (!report.fallback().isEmpty()) {
            screen.warn("cut into pieces of equal length, not at its pictures: " + report.fallback());
        }
        screen.say("Cut " + Sizes.bytes(report.fileBytes()) + " into " + Sizes.count(report.segments(), "segment")
                + " in " + Sizes.duration(System.nanoTime() - start)
                + (report.isExact()
                        ? "; put together again, every byte is the film's"
                        : "; put together again, the streams are the film's"));
        return 0;
    }
}
