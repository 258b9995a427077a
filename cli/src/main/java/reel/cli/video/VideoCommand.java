package reel.cli.video;

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
            "  reel video encode --encrypt --parity 5%% vault/ vault.mp4"
        })
public final class VideoCommand implements Runnable {
    private VideoCommand() {}

    /// The command with all its subcommands.
    public static CommandLine line(Screen screen) {
        return new CommandLine(new VideoCommand())
                .addSubcommand(new EncodeCommand(screen))
                .addSubcommand(new DecodeCommand(screen))
                .addSubcommand(new InfoCommand(screen));
    }

    @Override
    public void run() {
        throw new Usage("say what to do: encode, decode or info");
    }
}
