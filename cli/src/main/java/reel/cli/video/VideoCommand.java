package reel.cli.video;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;

@Command(
        name = "video",
        description = "Turn any file or folder into a video that plays everywhere, and back, bit for bit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel video encode disc.iso disc.mp4          lossless: about the file's own size",
            "  reel video info disc.mp4",
            "  reel video decode disc.mp4 -o out/",
            "  reel video decode disc.mp4 --only docs/a.pdf -o -  > a.pdf",
            "  tar c photos | reel video encode - - --name photos.tar > photos.mp4",
            "  reel video encode --encrypt --parity 5%% vault/ vault.mp4",
            "  reel video encode --preset robust thesis.zip up.mp4        survives being encoded again",
            "  reel video calibrate make clip.mp4     after its upload and download: reel video calibrate read clip2.mp4",
            "  reel video segment --exact clip.mp4 clip/     then: reel video assemble clip/ back.mp4",
            "  reel video proxy A001.mov A001-proxy.mp4",
            "  reel video probe A001.mov --json"
        })
public final class VideoCommand implements Runnable {
    private VideoCommand() {}

    /// The command with all its subcommands.
    public static CommandLine line(Screen screen) {
        return new CommandLine(new VideoCommand())
                .addSubcommand(new EncodeCommand(screen))
                .addSubcommand(new DecodeCommand(screen))
                .addSubcommand(new InfoCommand(screen))
                .addSubcommand(CalibrateCommand.line(screen))
                .addSubcommand(new SegmentCommand(screen))
                .addSubcommand(new AssembleCommand(screen))
                .addSubcommand(new ProxyCommand(screen))
                .addSubcommand(new ThumbnailCommand(screen))
                .addSubcommand(new ProbeCommand(screen));
    }

    @Override
    public void run() {
        throw new Usage(
                "say what to do: encode, decode, info, calibrate; segment, assemble, proxy, thumbnail or probe");
    }

    /// A program named by an option, seen from where the command works.
    static @Nullable Path program(Screen screen, @Nullable Path named) {
        return named == null ? null : screen.folder().resolve(named);
    }
}
