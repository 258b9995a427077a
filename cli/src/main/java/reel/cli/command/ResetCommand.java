package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.ResetHead;
import reel.cli.screen.Screen;

@Command(
        name = "reset",
        description = "Move the current branch to another commit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel reset --soft HEAD~1     uncommit; stage and files stay",
            "  reel reset                   unstage everything",
            "  reel reset --hard v1         everything as in v1; changes of tracked files are thrown away"
        })
final class ResetCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..1",
            paramLabel = "<revision>",
            defaultValue = "HEAD",
            description = "Where to; HEAD if not said.")
    String revision = "HEAD";

    @ArgGroup
    Mode mode = new Mode();

    /// At most one of them.
    static final class Mode {
        @Option(names = "--soft", description = "The branch alone.")
        boolean soft;

        @Option(names = "--mixed", description = "The branch and the stage (if nothing is said).")
        boolean mixed;

        @Option(names = "--hard", description = "The branch, the stage and the files.")
        boolean hard;
    }

    @Option(
            names = {"-f", "--force"},
            description = "Unstage also what is in no commit and no longer on disk.")
    boolean force;

    ResetCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        ResetHead.Mode how = mode.soft ? ResetHead.Mode.SOFT : mode.hard ? ResetHead.Mode.HARD : ResetHead.Mode.MIXED;
        try (Workspace workspace = Access.open(screen);
                ProgressLine progress = ProgressLine.open(screen, "Writing files")) {
            ResetHead.Reset reset = new ResetHead(revision, how, force, progress).run(workspace);
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("commit", reset.commit().toString());
                    SwitchText.files(json, reset.files());
                });
            } else {
                screen.say("Now at " + reset.commit().brief(CommitText.BRIEF) + SwitchText.files(reset.files()));
            }
            return 0;
        }
    }
}
