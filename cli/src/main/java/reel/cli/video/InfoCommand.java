package reel.cli.video;

import java.io.IOException;
import java.nio.file.Path;
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
import reel.cli.screen.Table;
import reel.video.VideoInfo;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoOptions;

@Command(
        name = "info",
        description = {
            "Tell what a video holds: preset, frames, and every file with its size, time and BLAKE3.",
            "Of an encrypted video the files are told with --unlock only."
        })
final class InfoCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "<video>", description = "The video.")
    String video = "";

    @Option(names = "--unlock", description = "Ask for the passphrase, or read it from REEL_PASSPHRASE_FILE.")
    boolean unlock;

    @Option(names = "--ffmpeg", paramLabel = "<program>", description = "The ffmpeg to use, where one is needed.")
    @Nullable
    Path ffmpeg;

    InfoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        VideoOptions options = VideoOptions.of(Preset.ARCHIVE)
                .withFfmpeg(ffmpeg == null ? null : screen.folder().resolve(ffmpeg));
        VideoInfo info;
        boolean warned;
        try (FrameLine line = FrameLine.open(screen, "Reading")) {
            VideoSession session = VideoSession.open(Callers.of(
                    screen,
                    question -> line.line().aside(() -> screen.around().prompt().ask(question))));
            info = session.info(screen.path(Path.of(video)), options, unlock, line);
            warned = line.warned();
        }
        if (screen.isJson()) {
            json(info);
        } else {
            print(info);
        }
        if (info.damaged()) {
            return ExitCode.CORRUPT.number();
        }
        return warned ? ExitCode.DIFFERENT.number() : 0;
    }

    private void json(VideoInfo info) throws IOException {
        screen.json(json -> {
            json.put("preset", info.sighting().preset().word());
            json.put("width", info.sighting().width())
                    .put("height", info.sighting().height());
            json.put("frames", info.sighting().frames())
                    .put("payload_bytes", info.sighting().payloadBytes());
            json.put("video_bytes", info.videoBytes());
            if (info.encrypted() == null) {
                json.put("encrypted", (String) null);
            } else {
                json.put("encrypted", info.encrypted().booleanValue());
            }
            json.put("trouble", info.trouble());
            if (info.entries() != null) {
                EntryText.json(json, info.entries(), info.hashes());
            }
        });
    }

    private void print(VideoInfo info) {
        Table about = new Table().column("", Table.Align.LEFT).column("", Table.Align.LEFT);
        about.row("preset", info.sighting().preset().word());
        about.row(
                "frames",
                (info.sighting().frames() < 0
                                ? ""
                                : Sizes.grouped(info.sighting().frames()) + " of ")
                        + info.sighting().width() + " × " + info.sighting().height());
        about.row("video", Sizes.bytes(info.videoBytes()));
        if (info.encrypted() != null) {
            about.row("encrypted", info.encrypted() ? "yes" : "no");
        }
        about.print(screen.out(), screen.style());
        if (info.entries() == null) {
            screen.warn("the files cannot be told: " + info.trouble());
            return;
        }
        screen.line("");
        EntryText.table(info.entries(), info.hashes() == null ? java.util.List.of() : info.hashes())
                .print(screen.out(), screen.style());
    }
}
