package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.app.work.CurrentStage;
import reel.app.work.PathArguments;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.stream.hash.Hash;

@Command(
        name = "diff",
        description = "Show what differs between commits, the stage and the disk.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel diff                  what is changed and not staged",
            "  reel diff --staged         what the next commit changes",
            "  reel diff v1 v2 --stat     between two commits, in bytes",
            "  reel diff v1 -- scene.json"
        })
final class DiffCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<revision|path>",
            description = "None, one (against the disk) or two commits (a b or a..b); then paths.")
    List<String> words = List.of();

    @Option(
            names = {"--staged", "--cached"},
            description = "The stage against HEAD, or against the commit said.")
    boolean staged;

    @Mixin
    ChangeView view = new ChangeView();

    @Option(
            names = {"-U", "--unified"},
            paramLabel = "<lines>",
            description = "Lines around each change; 3 if not said.")
    int context = 3;

    @Option(names = "--exit-code", description = "Exit with 1 if anything differs.")
    boolean exitCode;

    DiffCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Words said = Words.read(workspace, screen, words);
            List<Hash> revisions = new ArrayList<>(said.hidden());
            revisions.addAll(said.revisions());
            PathArguments arguments = new PathArguments(workspace, revisions);
            DiffVersions diff = new DiffVersions(workspace, arguments.set(said.typedPaths()));
            List<FileChange> changes = changes(workspace, diff, revisions);
            show(workspace, diff, changes);
            ChangeText.warnUnread(screen, diff.unread());
            boolean differs = exitCode && !changes.isEmpty();
            return differs || !diff.unread().isEmpty() ? ExitCode.DIFFERENT.number() : 0;
        }
    }

    private List<FileChange> changes(Workspace workspace, DiffVersions diff, List<Hash> revisions) throws IOException {
        if (revisions.size() > 2 || (staged && revisions.size() > 1)) {
            throw new Usage("too many revisions");
        }
        if (staged) {
            return diff.staged(
                    revisions.isEmpty() ? CurrentStage.headTree(workspace) : tree(workspace, revisions.getFirst()));
        }
        return switch (revisions.size()) {
            case 0 -> diff.unstaged();
            case 1 -> diff.disk(tree(workspace, revisions.getFirst()));
            default -> diff.trees(tree(workspace, revisions.getFirst()), tree(workspace, revisions.getLast()));
        };
    }

    private static Hash tree(Workspace workspace, Hash commit) throws IOException {
        return workspace.repository().commits().read(commit).tree();
    }

    private void show(Workspace workspace, DiffVersions diff, List<FileChange> changes) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> ChangeText.json(json, ChangeText.measured(diff, changes)));
        } else {
            view.print(workspace, diff, changes, screen, Math.clamp(context, 0, 1_000_000));
        }
    }
}
