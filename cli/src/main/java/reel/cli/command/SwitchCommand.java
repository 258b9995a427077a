package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.SwitchHead;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;

@Command(
        name = "switch",
        description = "Go to another branch.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel switch grade", "  reel switch -c hotfix v1     make a branch at v1 and go there"})
final class SwitchCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<branch>", description = "Where to go; with -c, where it begins.")
    @Nullable
    String target;

    @Option(
            names = {"-c", "--create"},
            paramLabel = "<branch>",
            description = "Make this branch and go to it.")
    @Nullable
    String create;

    @Option(
            names = {"-d", "--detach"},
            description = "Go to a commit, without a branch.")
    boolean detach;

    @Option(
            names = {"-f", "--force", "--discard-changes"},
            description = "Throw away changes of tracked files.")
    boolean force;

    SwitchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (target == null && create == null) {
            throw new Usage("say which branch");
        }
        try (Workspace workspace = Access.open(screen)) {
            SwitchHead.Switched switched;
            try (ProgressLine progress = ProgressLine.open(screen, "Writing files")) {
                switched = new SwitchHead(target == null ? "HEAD" : target, create, detach, force, progress)
                        .run(workspace);
            }
            SwitchText.print(screen, switched);
            return 0;
        }
    }
}
