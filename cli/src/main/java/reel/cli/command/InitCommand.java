package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.InitRepository;
import reel.cli.screen.Screen;

@Command(
        name = "init",
        description = "Make a repository in a folder.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel init", "  reel init --chunking video ~/footage"})
final class InitCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<folder>", description = "Where; the current folder if not said.")
    @Nullable
    Path folder;

    @Option(
            names = {"-b", "--initial-branch"},
            paramLabel = "<name>",
            description = "Name of the first branch; main if not said.")
    @Nullable
    String branch;

    @Option(
            names = "--chunking",
            paramLabel = "<preset>",
            description = "How files are cut, fixed at birth: balanced, video, project, small, or in full.")
    @Nullable
    String chunking;

    InitCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path where = folder == null
                ? screen.folder()
                : screen.folder().resolve(folder).normalize();
        InitRepository.Made made = new InitRepository(where, branch, chunking).run(Access.caller(screen));
        if (screen.isJson()) {
            screen.json(json -> json.put("folder", made.root().toString())
                    .put("branch", made.branch())
                    .put("chunking", made.chunking())
                    .put("repository_id", made.repositoryId()));
        } else {
            screen.say("Made a repository in " + made.root() + " (branch " + made.branch() + ", chunking "
                    + made.chunking() + ")");
        }
        return 0;
    }
}
