package reel.video.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.Missing;
import reel.stream.ReelException;

/// Finds an ffmpeg: the one asked for, that of `REEL_FFMPEG`, the embedded one, one on the `PATH`, in this order.
///
/// One that was asked for and does not start is a failure; the others are passed over for the next.
public final class FfmpegFinder {
    static final String VARIABLE = "REEL_FFMPEG";
    private static final String HINT = "Install ffmpeg, or name one with --ffmpeg or " + VARIABLE + ".";

    private final Map<String, String> environment;
    private final @Nullable Path jars;

    /// @param jars the folder that the embedded ffmpeg's jar lies in; null for none
    FfmpegFinder(Map<String, String> environment, @Nullable Path jars) {
        this.environment = Map.copyOf(environment);
        this.jars = jars;
    }

    /// The finder of this process: its environment, and `ffmpeg` beside the program's jar.
    public static FfmpegFinder ofProcess() {
        Path beside = beside();
        return new FfmpegFinder(System.getenv(), beside == null ? null : beside.resolve("ffmpeg"));
    }

    /// @param wish the program asked for; null for whatever there is
    public Ffmpeg find(@Nullable Path wish) throws IOException {
        if (wish != null) {
            return started(wish, "--ffmpeg");
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return started(Path.of(named), VARIABLE);
        }
        List<String> tried = new ArrayList<>();
        EmbeddedFfmpeg embedded = jars == null ? null : EmbeddedFfmpeg.in(jars, environment);
        if (embedded != null) {
            try {
                return started(embedded.program(), "embedded");
            } catch (IOException unusable) {
                tried.add("the embedded one: " + unusable.getMessage());
            }
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = folder.isEmpty() ? null : Path.of(folder, "ffmpeg");
            if (program != null && Files.isExecutable(program)) {
                try {
                    return started(program, "PATH");
                } catch (IOException unusable) {
                    tried.add(unusable.getMessage());
                }
            }
        }
        throw new Missing("ffmpeg", "not found" + (tried.isEmpty() ? "" : " (" + String.join("; ", tried) + ")"), HINT);
    }

    /// Asks it for its version, which tells whether its libraries are there.
    private static Ffmpeg started(Path program, String origin) throws IOException {
        if (!Files.isExecutable(program)) {
            throw new Missing(
                    program.toString(), "is no program that can be started, and was named by " + origin, HINT);
        }
        Ffmpeg untried = new Ffmpeg(program, "", origin);
        try {
            String first = untried.run(program.toString(), List.of("-hide_banner", "-version"))
                    .lines()
                    .findFirst()
                    .orElse("");
            String[] words = first.split(" ");
            if (words.length < 3 || !words[0].equals("ffmpeg")) {
                throw new Missing(program.toString(), "is not ffmpeg: it says \"" + first + "\"", HINT);
            }
            return new Ffmpeg(program, words[2], origin);
        } catch (Missing known) {
            throw known;
        } catch (ReelException broken) {
            throw new Missing(program.toString(), "does not work: " + broken.getMessage(), HINT, broken);
        }
    }

    /// The folder that the program's jar lies in; null where it runs from elsewhere.
    private static @Nullable Path beside() {
        CodeSource source = FfmpegFinder.class.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        try {
            return url == null || !url.getProtocol().equals("file")
                    ? null
                    : Path.of(url.toURI()).getParent();
        } catch (URISyntaxException odd) {
            return null;
        }
    }
}
