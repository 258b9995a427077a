package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.MoveFiles;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;

@Command(
        name = "mv",
        description = "Move or rename tracked files and folders.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel mv a001.mov footage/", "  reel mv shot010 shot010_v02"})
final class MvCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "2..*", paramLabel = "<path>", description = "What to move, and where to.")
    List<String> paths = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Replace a file that is in the way.")
    boolean force;

    MvCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            List<MoveFiles.Moved> moved =
                    new MoveFiles(paths.subList(0, paths.size() - 1), paths.getLast(), force).run(workspace);
            if (screen.isJson()) {
                screen.json(json -> json.array("moved", array -> {
                    for (MoveFiles.Moved one : moved) {
                        array.object(object -> object.name("from", one.from().toBytes())
                                .name("to", one.to().toBytes()));
                    }
                }));
                return 0;
            }
            if (screen.isVerbose()) {
                moved.forEach(one -> screen.line(Quoting.quote(one.from().toBytes()) + " -> "
                        + Quoting.quote(one.to().toBytes())));
            }
            screen.say("Moved " + Sizes.count(moved.size(), "path"));
            return 0;
        }
    }
}
