package reel.cli.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;
import reel.transfer.job.Mode;

@Command(
        name = "copy",
        description = "Copy files and folders between any two places.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel copy footage/ sftp://nas/projects/film/",
            "  reel copy https://host/disc.iso .",
            "  reel copy a.mov b.mov nas:/in/      several sources go into the folder",
            "  reel copy footage s3://bucket/film --include '*.mov' --bwlimit 50M",
            "  reel copy --encrypt secret.mov cloud:vault/ --json",
            "",
            "What is in a source folder goes into the destination, slash or not. A file",
            "goes into a folder that is there or ends with a slash, else gets the new name.",
            "Nothing is deleted. Stopped and run again, it goes on where it was."
        })
public final class CopyCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<place>",
            description = "What, and where to: a path, an address, or <remote>:path.")
    List<String> places = List.of();

    @Mixin
    TransferSettings settings = new TransferSettings();

    public CopyCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return new TransferRun(screen, "copy", settings).transfer(Mode.COPY, places, Long.MAX_VALUE);
    }
}
