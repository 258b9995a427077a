package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.CommitStage;
import reel.app.work.MergeBranch;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.history.merge.MergeConflict;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;

@Command(
        name = "merge",
        description = "Join another branch's work into the current one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel merge grade",
            "  reel restore --theirs plates && reel merge --continue",
            "  reel merge --abort",
            "  Exit code 1: conflicts are left to decide."
        })
final class MergeCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<revision>", description = "What to merge.")
    @Nullable
    String revision;

    @Option(names = "--continue", description = "Commit the merge once everything is decided.")
    boolean proceed;

    @Option(names = "--abort", description = "Take the merge back.")
    boolean abort;

    @Option(names = "--no-ff", description = "Make a merge commit even where moving the branch would do.")
    boolean noFastForward;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "<text>",
            description = "What the merge commit says.")
    @Nullable
    String message;

    MergeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        int wishes = (revision == null ? 0 : 1) + (proceed ? 1 : 0) + (abort ? 1 : 0);
        if (wishes != 1) {
            throw new Usage("say what to merge, or --continue, or --abort");
        }
        try (Workspace workspace = Access.open(screen);
                ProgressLine progress = ProgressLine.open(screen, "Merging")) {
            if (abort) {
                SwitchText.print(screen, MergeBranch.abort(workspace, progress));
                return 0;
            }
            if (revision == null) {
                return proceed(workspace);
            }
            return show(new MergeBranch(revision, message, noFastForward, progress).run(workspace));
        }
    }

    private int proceed(Workspace workspace) throws IOException {
        if (reel.history.workspace.conflict.PendingMerge.read(workspace.folder()) == null) {
            throw new reel.stream.Missing("merge", "none is begun here", "Begin one with `reel merge <revision>`.");
        }
        CommitStage.Committed made = new CommitStage(
                        message, PathSet.ALL, CommitStage.First.NOTHING, false, true, null, Progress.NONE)
                .run(workspace);
        if (screen.isJson()) {
            screen.json(json ->
                    json.put("outcome", "merged").put("commit", made.id().toString()));
        } else {
            screen.say("Merged: " + made.id().brief(CommitText.BRIEF) + " "
                    + made.commit().subject());
        }
        return 0;
    }

    private int show(MergeBranch.Result result) throws IOException {
        boolean conflicts = result.outcome() == MergeBranch.Outcome.CONFLICTS;
        if (screen.isJson()) {
            screen.json(json -> {
                json.put("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT));
                json.put("commit", result.commit().toString());
                json.array("conflicts", array -> {
                    for (MergeConflict conflict : result.conflicts()) {
                        array.object(one -> one.name("path", conflict.path().toBytes())
                                .put("kind", conflict.kind().name().toLowerCase(java.util.Locale.ROOT)));
                    }
                });
                SwitchText.files(json, result.files());
            });
            return conflicts ? ExitCode.DIFFERENT.number() : 0;
        }
        String at = result.commit().brief(CommitText.BRIEF) + SwitchText.files(result.files());
        switch (result.outcome()) {
            case UP_TO_DATE -> screen.say("Already has all of it");
            case FAST_FORWARD -> screen.say("Moved forward to " + at);
            case MERGED -> screen.say("Merged: " + at);
            case CONFLICTS -> {
                for (MergeConflict conflict : result.conflicts()) {
                    screen.line("conflict: " + Quoting.quote(conflict.path().toBytes()) + " ("
                            + conflict.kind().shown() + ")");
                }
                screen.say("Edit them and `reel add`, or take one side with `reel restore --ours <path>` or "
                        + "`--theirs`; then `reel merge --continue`. `reel merge --abort` takes it all back.");
            }
        }
        return conflicts ? ExitCode.DIFFERENT.number() : 0;
    }
}
