package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.branch.Operations;
import reel.cli.screen.Screen;

@Command(
        name = "undo",
        description = "Take back the last operation, or one by its number.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel undo          take back the last commit, switch, merge, branch removal ...",
            "  reel undo 12       take back operation 12 (see `reel op log`) alone",
            "  An undo is an operation too: `reel undo <its number>` takes it back."
        })
final class UndoCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<number>", description = "Which operation; the newest if not said.")
    @Nullable
    Long number;

    UndoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Operations.Undone undone = new Operations(workspace).undo(number);
            if (screen.isJson()) {
                screen.json(json -> json.put("undone", undone.undone().number())
                        .put("command", undone.undone().info().command())
                        .put("operation", undone.made().number()));
            } else {
                screen.say("Took back operation " + undone.undone().number() + ": reel "
                        + undone.undone().info().command());
            }
            return 0;
        }
    }
}
