package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.RemoveFiles;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.history.tree.RepoPath;

@Command(
        name = "rm",
        description = "Stop tracking files and remove them.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel rm old.mov", "  reel rm -r proxies", "  reel rm --cached render.log     keep it on disk"})
final class RmCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "1..*", paramLabel = "<path>", description = "Tracked files, folders or patterns.")
    List<String> paths = List.of();

    @Option(names = "--cached", description = "Leave them on disk.")
    boolean cached;

    @Option(names = "-r", description = "Whole folders, too.")
    boolean recursive;

    @Option(
            names = {"-f", "--force"},
            description = "Even if changes are lost that are in no commit.")
    boolean force;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    boolean dryRun;

    RmCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            List<RepoPath> removed = new RemoveFiles(paths, cached, recursive, force, dryRun).run(workspace);
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("dry_run", dryRun);
                    StatusCommand.paths(json, "removed", removed);
                });
                return 0;
            }
            if (dryRun || screen.isVerbose()) {
                removed.forEach(path -> screen.line("rm " + Quoting.quote(path.toBytes())));
            }
            screen.say((dryRun ? "Would remove " : "Removed ") + Sizes.count(removed.size(), "path"));
            return 0;
        }
    }
}
