package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.branch.Branches;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;
import reel.cli.screen.Usage;
import reel.history.op.Head;
import reel.stream.hash.Hash;

@Command(
        name = "branch",
        description = "List, make, rename or remove branches.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel branch -v",
            "  reel branch grade            make one here",
            "  reel branch hotfix v1        make one at v1",
            "  reel branch -m grade final   rename",
            "  reel branch -d grade         remove; -D also when its commits are nowhere else"
        })
final class BranchCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<name>",
            description = "A new branch and where it begins; HEAD if not said.")
    List<String> names = List.of();

    @Option(
            names = {"-v", "--long"},
            description = "Show the commit of each.")
    boolean details;

    @Option(
            names = {"-d", "--delete"},
            description = "Remove; refused when its commits are nowhere else.")
    boolean delete;

    @Option(names = "-D", description = "Remove whatever it holds; `reel undo` brings it back.")
    boolean deleteForced;

    @Option(
            names = {"-m", "--move"},
            description = "Rename the current branch, or the first name to the second.")
    boolean move;

    @Option(
            names = {"-f", "--force"},
            description = "Move a branch that exists.")
    boolean force;

    BranchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Branches branches = new Branches(workspace);
            if (delete || deleteForced) {
                need(!names.isEmpty(), "say which branch to remove");
                for (String name : names) {
                    Hash was = branches.delete(name, deleteForced);
                    screen.say("Removed branch " + name + " (it was at " + was.brief(CommitText.BRIEF) + ")");
                }
            } else if (move) {
                need(names.size() == 1 || names.size() == 2, "say the new name, or the old and the new");
                String current = branches.current();
                need(names.size() == 2 || current != null, "HEAD is on no branch: say the old name too");
                String from = names.size() == 2 || current == null ? names.getFirst() : current;
                branches.rename(from, names.getLast());
                screen.say("Renamed branch " + from + " to " + names.getLast());
            } else if (!names.isEmpty()) {
                need(names.size() <= 2, "say one name and where it begins");
                String start = names.size() == 2 ? names.get(1) : "HEAD";
                branches.create(names.getFirst(), start, force);
                screen.say("Made branch " + names.getFirst() + " at " + start);
            } else {
                list(workspace, branches);
            }
            return 0;
        }
    }

    private void need(boolean condition, String otherwise) {
        if (!condition) {
            throw new Usage(otherwise);
        }
    }

    private void list(Workspace workspace, Branches branches) throws IOException {
        List<Branches.Branch> all = branches.list();
        if (screen.isJson()) {
            screen.json(json -> json.array("branches", array -> {
                for (Branches.Branch branch : all) {
                    array.object(one -> one.put("name", branch.name())
                            .put("commit", branch.commit().toString())
                            .put("subject", branch.subject())
                            .put("current", branch.current()));
                }
            }));
            return;
        }
        Style style = screen.style();
        Head head = workspace.repository().view().head(workspace.id());
        if (head instanceof Head.Detached at) {
            screen.line("* " + style.cyan("(on commit " + at.commit().brief(CommitText.BRIEF) + ")"));
        } else if (all.stream().noneMatch(Branches.Branch::current)) {
            screen.line("* " + style.green(head.shown()) + " (no commit yet)");
        }
        int width =
                all.stream().mapToInt(branch -> branch.name().length()).max().orElse(0);
        for (Branches.Branch branch : all) {
            String name = branch.current() ? style.green(branch.name()) : branch.name();
            String rest = details
                    ? " ".repeat(width - branch.name().length() + 1)
                            + style.yellow(branch.commit().brief(CommitText.BRIEF)) + " " + branch.subject()
                    : "";
            screen.line((branch.current() ? "* " : "  ") + name + rest);
        }
    }
}
