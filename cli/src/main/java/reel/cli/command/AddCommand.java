package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.AddFiles;
import reel.app.work.PathArguments;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Usage;
import reel.history.tree.RepoPath;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;

@Command(
        name = "add",
        description = "Stage new and changed files for the next commit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel add .                   everything here that changed, is new or is gone",
            "  reel add footage 'sound/*.wav'",
            "  reel add -u                  tracked files only",
            "  reel add -n .                only tell what would be done"
        })
final class AddCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<path>", description = "Files, folders or patterns.")
    List<String> paths = List.of();

    @Option(
            names = {"-A", "--all"},
            description = "Everything in the workspace.")
    boolean all;

    @Option(
            names = {"-u", "--update"},
            description = "Only what is tracked already.")
    boolean update;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    boolean dryRun;

    @Option(
            names = {"-f", "--force"},
            description = "Also what .reelignore excludes.")
    boolean force;

    AddCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (paths.isEmpty() && !all && !update) {
            throw new Usage("say what to add: paths, `.`, or -A for everything");
        }
        try (Workspace workspace = Access.open(screen)) {
            PathSet scope = all ? PathSet.ALL : new PathArguments(workspace).set(paths);
            AddOptions options = new AddOptions(scope, update, force, dryRun);
            long start = System.nanoTime();
            AddResult result;
            try (ProgressLine progress = ProgressLine.open(screen, "Adding")) {
                result = new AddFiles(options, progress).run(workspace);
            }
            report(result, System.nanoTime() - start);
            return result.skipped().isEmpty() ? 0 : ExitCode.DIFFERENT.number();
        }
    }

    private void report(AddResult result, long nanos) throws IOException {
        ChangeText.warn(screen, result.skipped());
        if (screen.isJson()) {
            json(result);
            return;
        }
        if (dryRun || screen.isVerbose()) {
            print("add", result.added());
            print("update", result.modified());
            print("remove", result.removed());
        }
        String verb = dryRun ? "Would stage " : "Staged ";
        long touched = result.added().size()
                + result.modified().size()
                + result.removed().size();
        screen.say(verb + Sizes.count(touched, "path") + ": " + result.added().size() + " new, "
                + result.modified().size() + " changed, " + result.removed().size() + " gone"
                + (result.bytes() == 0
                        ? ""
                        : "; " + Sizes.bytes(result.bytes()) + " read in " + Sizes.duration(nanos) + " ("
                                + Sizes.rate(result.bytes(), nanos) + "), "
                                + Sizes.bytes(result.stored().storedBytes()) + " stored"));
    }

    private void print(String word, List<RepoPath> paths) {
        paths.forEach(path -> screen.line(String.format("%-7s", word) + Quoting.quote(path.toBytes())));
    }

    private void json(AddResult result) throws IOException {
        screen.json(json -> {
            json.put("dry_run", dryRun);
            StatusCommand.paths(json, "added", result.added());
            StatusCommand.paths(json, "modified", result.modified());
            StatusCommand.paths(json, "removed", result.removed());
            json.put("unchanged", result.unchanged());
            json.array("skipped", array -> {
                for (Skipped skipped : result.skipped()) {
                    array.object(
                            one -> one.name("path", skipped.path().toBytes()).put("reason", skipped.reason()));
                }
            });
            json.put("read_bytes", result.bytes());
            json.put("new_bytes", result.stored().newBytes());
            json.put("stored_bytes", result.stored().storedBytes());
        });
    }
}
