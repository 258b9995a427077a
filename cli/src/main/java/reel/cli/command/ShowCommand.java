package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.cli.screen.Screen;
import reel.history.commit.Commit;
import reel.history.diff.ContentDiff;
import reel.history.workspace.PathSet;
import reel.stream.hash.Hash;

@Command(
        name = "show",
        description = "Show one commit and what it changed.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel show", "  reel show v1 --stat"})
final class ShowCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<revision>", description = "Which commit; HEAD if not said.")
    String revision = "HEAD";

    @Mixin
    ChangeView view = new ChangeView();

    ShowCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Hash id = workspace.revisions().resolve(revision);
            Commit commit = workspace.repository().commits().read(id);
            DiffVersions diff = new DiffVersions(workspace, PathSet.ALL);
            List<FileChange> changes = diff.commit(commit);
            CommitText text = new CommitText(workspace.repository().view(), workspace.id(), screen.style());
            if (screen.isJson()) {
                screen.json(json -> {
                    text.json(json, id, commit);
                    ChangeText.json(json, ChangeText.measured(diff, changes));
                });
                return 0;
            }
            text.full(id, commit).forEach(screen::line);
            screen.line("");
            view.print(workspace, diff, changes, screen, ContentDiff.DEFAULT_CONTEXT);
            return 0;
        }
    }
}
