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
import reel.cli.screen.Usage;
import reel.video.gop.FilmTools;

@Command(name = "thumbnail", description = "Take one picture out of a film.")
final class ThumbnailCommand implements Callable<Integer> {
    private static final int MOST_WIDTH = 16_384;

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "<film>", description = "The film.")
    Path film = Path.of("");

    @Parameters(index = "1", paramLabel = "<picture>", description = "The picture to write: .jpg or .png.")
    Path picture = Path.of("");

    @Option(
            names = "--at",
            paramLabel = "<time>",
            description = "Where: seconds, or 1:02:03.5; a little behind the start if not said.")
    @Nullable
    String at;

    @Option(names = "--width", paramLabel = "<pixels>", description = "Most pixels across; 640 if not said.")
    int width = 640;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use.")
    @Nullable
    Path ffmpeg;

    ThumbnailCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (width < 16 || width > MOST_WIDTH) {
            throw new Usage("--width " + width + ": expected 16 to " + MOST_WIDTH);
        }
        double seconds = FilmTools.thumbnail(
                screen.path(film),
                screen.path(picture),
                at == null ? -1 : seconds(at),
                width,
                VideoCommand.program(screen, ffmpeg));
        if (screen.isJson()) {
            screen.json(json -> json.put("picture", picture.toString()).put("seconds", seconds));
        } else {
            screen.say(String.format(Locale.ROOT, "Took %s at %.3f s", picture, seconds));
        }
        return 0;
    }

    /// `90`, `1:30` and `0:01:30.0` are the same.
    private static double seconds(String text) {
        if (!text.matches("([0-9]{1,4}:){0,2}[0-9]{1,7}(\\.[0-9]{1,6})?")) {
            throw new Usage("--at '" + text + "': expected seconds, or a time such as 1:02:03.5");
        }
        double seconds = 0;
        for (String part : text.split(":")) {
            seconds = 60 * seconds + Double.parseDouble(part);
        }
        return seconds;
    }
}
