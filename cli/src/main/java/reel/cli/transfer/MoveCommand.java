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
        name = "move",
        description = "Copy files and folders, then remove them at the source.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel move ./rushes nas:/projects/film/rushes",
            "  reel move --min-age 30d nas:/in s3://archive/in --dry-run",
            "  reel move a.mov nas:/in/ --json",
            "",
            "A file is removed at the source when its copy is complete. Within one server or",
            "disk it is renamed. A link that is named is moved itself."
        })
public final class MoveCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<place>",
            description = "What, and where to: a path, an address, or <remote>:path.")
    List<String> places = List.of();

    @Mixin
    TransferSettings settings = new TransferSettings();

    public MoveCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return new TransferRun(screen, "move", settings).transfer(Mode.MOVE, places, Long.MAX_VALUE);
    }
}
