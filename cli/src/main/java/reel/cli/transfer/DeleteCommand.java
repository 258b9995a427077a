package reel.cli.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;

@Command(
        name = "delete",
        description = "Delete files, or with --recursive trees, at any place.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel delete nas:/in/a.mov",
            "  reel delete --recursive --dry-run s3://bucket/old",
            "  reel delete --recursive --include '*.tmp' ./render --json",
            "",
            "There is no way back from this, unless the place keeps versions."
        })
public final class DeleteCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "1..*", paramLabel = "<place>", description = "What to delete.")
    List<String> places = List.of();

    @Option(
            names = {"-r", "-R", "--recursive"},
            description = "Folders, too, with all that the filters take.")
    boolean recursive;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be deleted.")
    boolean dryRun;

    @Option(
            names = {"-v", "--list"},
            description = "A line for each file.")
    boolean lines;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    public DeleteCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        TransferSettings settings = new TransferSettings();
        settings.selection = selection;
        settings.dryRun = dryRun;
        settings.lines = lines;
        return new TransferRun(screen, "delete", settings).delete(places, recursive);
    }
}
