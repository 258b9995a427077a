package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.MergeBranch;
import reel.app.work.PathArguments;
import reel.app.work.RestorePaths;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.history.workspace.PathSet;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.conflict.PendingMerge;

@Command(
        name = "restore",
        description = "Bring files back from the stage or a commit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel restore footage/a001.mov --from v1",
            "  reel restore --staged .              unstage everything here",
            "  reel restore --force scene.json      throw away what was changed since the last add"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "1..*", paramLabel = "<path>", description = "Files, folders or patterns.")
    List<String> paths = List.of();

    @Option(
            names = {"--from", "--source"},
            paramLabel = "<revision>",
            description = "Where from; the stage if not said.")
    @Nullable
    String source;

    @Option(
            names = {"-S", "--staged"},
            description = "Restore the stage, from HEAD if nothing is said.")
    boolean staged;

    @Option(
            names = {"-W", "--worktree"},
            description = "Restore the files, too, with --staged.")
    boolean worktree;

    @Option(names = "--ours", description = "Decide conflicts of a merge for the current branch.")
    boolean ours;

    @Option(names = "--theirs", description = "Decide conflicts of a merge for the branch being merged.")
    boolean theirs;

    @Option(
            names = {"-f", "--force"},
            description = "Even if changes are lost that are saved nowhere, or only in the stage.")
    boolean force;

    RestoreCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (ours && theirs) {
            throw new Usage("--ours and --theirs exclude each other");
        }
        try (Workspace workspace = Access.open(screen);
                ProgressLine progress = ProgressLine.open(screen, "Writing files")) {
            PathSet scope = PathArguments.of(workspace, source).set(paths);
            if (ours || theirs) {
                PendingMerge.Side side = ours ? PendingMerge.Side.OURS : PendingMerge.Side.THEIRS;
                SwitchText.print(screen, MergeBranch.choose(workspace, scope, side, progress));
                return 0;
            }
            boolean toDisk = worktree || !staged;
            CheckoutResult result = new RestorePaths(scope, source, staged, toDisk, force, progress).run(workspace);
            if (toDisk || screen.isJson()) {
                SwitchText.print(screen, result);
            } else {
                screen.say("Staged there is now what " + (source == null ? "HEAD" : source) + " has; the files stay");
            }
            return 0;
        }
    }
}
