package reel.cli.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;
import reel.transfer.job.Mode;

@Command(
        name = "sync",
        description = "Make a folder like another: copy what is new and, with --delete, remove what is gone.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel sync ./film nas:/projects/film",
            "  reel sync --delete --dry-run s3://bucket/film ./film",
            "  reel sync --delete --backup-dir nas:/old/monday ./film nas:/projects/film",
            "  reel sync --delete --max-delete 100 ./film az://account/container/film --json",
            "",
            "Without --delete nothing is removed. With it, what the filters leave out stays,",
            "and nothing goes when the source could not be listed completely."
        })
public final class SyncCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<place>", description = "The folder to be like, and the one to change.")
    List<String> places = List.of();

    @Option(
            names = {"--delete", "--delete-after", "--del"},
            description = "Remove at the destination what the source does not have.")
    boolean delete;

    @Option(names = "--max-delete", paramLabel = "<n>", description = "Refuse to delete more than this.")
    long most = Long.MAX_VALUE;

    @Mixin
    TransferSettings settings = new TransferSettings();

    public SyncCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return new TransferRun(screen, "sync", settings).transfer(delete ? Mode.SYNC : Mode.COPY, places, most);
    }
}
