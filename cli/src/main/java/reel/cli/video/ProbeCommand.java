package reel.cli.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Table;
import reel.video.gop.FilmFacts;
import reel.video.gop.FilmTools;

@Command(
        name = "probe",
        description = "Tell what a film is: container, streams, codecs, sizes, rates, time code. MP4 and MOV need no "
                + "ffmpeg.")
final class ProbeCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "<film>", description = "The film.")
    Path film = Path.of("");

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
    @Nullable
    Path ffmpeg;

    ProbeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        FilmFacts facts = FilmTools.probe(screen.path(film), VideoCommand.program(screen, ffmpeg));
        if (screen.isJson()) {
            json(facts);
        } else {
            print(facts);
        }
        return 0;
    }

    private void json(FilmFacts facts) throws IOException {
        screen.json(json -> {
            json.put("container", facts.container()).put("bytes", facts.bytes()).put("seconds", facts.seconds());
            json.put("time_code", facts.timeCode());
            if (facts.playsWhileLoading() != null) {
                json.put("plays_while_loading", facts.playsWhileLoading());
            }
            if (facts.fragmented() != null) {
                json.put("fragmented", facts.fragmented());
            }
            json.put("told_by", facts.source());
            json.array("streams", array -> {
                for (FilmFacts.StreamFacts stream : facts.streams()) {
                    array.object(one -> {
                        one.put("index", stream.index())
                                .put("kind", stream.kind())
                                .put("codec", stream.codec());
                        one.put("detail", stream.detail()).put("seconds", stream.seconds());
                        one.put("frames", stream.frames()).put("language", stream.language());
                        if (stream.width() > 0) {
                            one.put("width", stream.width()).put("height", stream.height());
                            one.put("frames_per_second", stream.framesPerSecond())
                                    .put("turned", stream.turned());
                        }
                        if (stream.channels() > 0) {
                            one.put("channels", stream.channels()).put("sample_rate", stream.samplesPerSecond());
                        }
                    });
                }
            });
        });
    }

    private void print(FilmFacts facts) {
        screen.line(facts.container() + ", " + Sizes.bytes(facts.bytes()) + ", "
                + Sizes.duration((long) (facts.seconds() * 1e9))
                + (facts.timeCode() == null ? "" : ", time code " + facts.timeCode())
                + (Boolean.TRUE.equals(facts.fragmented()) ? ", fragmented" : "")
                + (Boolean.TRUE.equals(facts.playsWhileLoading()) ? ", plays while it loads" : ""));
        Table table = new Table()
                .column("stream", Table.Align.RIGHT)
                .column("kind", Table.Align.LEFT)
                .column("codec", Table.Align.LEFT)
                .column("what", Table.Align.LEFT)
                .column("frames", Table.Align.RIGHT)
                .column("detail", Table.Align.LEFT);
        for (FilmFacts.StreamFacts stream : facts.streams()) {
            table.row(
                    stream.index() + "",
                    stream.kind(),
                    stream.codec(),
                    what(stream),
                    stream.frames() == 0 ? "" : Sizes.grouped(stream.frames()),
                    stream.detail() + (stream.language().isEmpty() ? "" : " [" + stream.language() + "]"));
        }
        table.print(screen.out(), screen.style());
    }

    private static String what(FilmFacts.StreamFacts stream) {
        if (stream.width() > 0) {
            return stream.width() + " × " + stream.height()
                    + (stream.framesPerSecond() > 0
                            ? String.format(Locale.ROOT, ", %.3f fps", stream.framesPerSecond())
                            : "")
                    + (stream.turned() == 0 ? "" : ", turned by " + stream.turned() + "°");
        }
        return stream.channels() > 0
                ? Sizes.count(stream.channels(), "channel") + ", " + stream.samplesPerSecond() + " Hz"
                : "";
    }
}
