package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.PathArguments;
import reel.app.work.RestorePaths;
import reel.app.work.SwitchHead;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.history.workspace.checkout.CheckoutResult;

@Command(
        name = "checkout",
        description = "Go to a branch or commit, or bring paths back from one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel checkout v1                 look at v1",
            "  reel checkout -b hotfix v1       make a branch at v1 and go there",
            "  reel checkout v1 -- footage      take one folder from v1",
            "  Work that is saved nowhere is never overwritten; --force throws changes away."
        })
final class CheckoutCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<revision|path>", description = "Where to go; paths behind --.")
    List<String> words = List.of();

    @Option(names = "-b", paramLabel = "<branch>", description = "Make this branch there and go to it.")
    @Nullable
    String create;

    @Option(
            names = {"-f", "--force"},
            description = "Throw away changes of tracked files.")
    boolean force;

    CheckoutCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        int dashes = screen.arguments().indexOf("--");
        int paths = dashes < 0 ? 0 : screen.arguments().size() - dashes - 1;
        int revisions = words.size() - paths;
        if (revisions > 1 || (revisions == 0 && paths == 0 && create == null)) {
            throw new Usage("say one revision, or paths behind --");
        }
        try (Workspace workspace = Access.open(screen)) {
            String revision = revisions == 0 ? null : words.getFirst();
            if (paths > 0) {
                restore(workspace, revision, words.subList(revisions, words.size()));
                return 0;
            }
            SwitchHead.Switched switched;
            try (ProgressLine progress = ProgressLine.open(screen, "Writing files")) {
                switched = new SwitchHead(revision == null ? "HEAD" : revision, create, true, force, progress)
                        .run(workspace);
            }
            SwitchText.print(screen, switched);
            return 0;
        }
    }

    private void restore(Workspace workspace, @Nullable String revision, List<String> paths) throws IOException {
        CheckoutResult result;
        try (ProgressLine progress = ProgressLine.open(screen, "Writing files")) {
            result = new RestorePaths(
                            PathArguments.of(workspace, revision).set(paths),
                            revision,
                            revision != null,
                            true,
                            force,
                            progress)
                    .run(workspace);
        }
        SwitchText.print(screen, result);
    }
}
