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
        name = "check",
        description = "Compare two places, and change nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel check ./film nas:/projects/film",
            "  reel check --checksum ./film gs://bucket/film",
            "  reel check --encrypt ./film cloud:vault     what `copy --encrypt` made of it",
            "  reel check --json a b",
            "",
            "With --encrypt or --compress the second place has containers of the first's",
            "files, with --decrypt the first. Each is read and opened, and what it holds is",
            "compared, whatever its time. Ends with 1 when anything differs."
        })
public final class CheckCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<place>", description = "The two places to compare.")
    List<String> places = List.of();

    @Mixin
    TransferSettings settings = new TransferSettings();

    public CheckCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return new TransferRun(screen, "check", settings).transfer(Mode.CHECK, places, Long.MAX_VALUE);
    }
}
