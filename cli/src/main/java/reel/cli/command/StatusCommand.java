package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.PathArguments;
import reel.app.work.ReadStatus;
import reel.cli.screen.ExitCode;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;
import reel.history.op.Head;
import reel.history.tree.RepoPath;
import reel.history.workspace.Skipped;
import reel.history.workspace.status.Change;
import reel.history.workspace.status.Status;

@Command(
        name = "status",
        description = "Show what is staged, changed and new.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel status", "  reel status -s footage", "  reel status --porcelain | grep '^??'"})
final class StatusCommand implements Callable<Integer> {
    private static final String UNREADABLE = "unreadable: ";

    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<path>", description = "Only these.")
    List<String> paths = List.of();

    @Option(
            names = {"-s", "--short"},
            description = "One line a path: staged letter, unstaged letter, path.")
    boolean brief;

    @Option(names = "--porcelain", description = "The short form, without colour, stable for scripts.")
    boolean porcelain;

    @Option(names = "--ignored", description = "Show what rules exclude, too.")
    boolean ignored;

    StatusCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            ReadStatus.Report report = new ReadStatus(new PathArguments(workspace).set(paths)).run(workspace);
            Status status = report.status();
            if (report.warning() != null) {
                screen.warn(report.warning());
            }
            if (screen.isJson()) {
                json(report);
            } else if (brief || porcelain) {
                lines(status, porcelain ? Style.PLAIN : screen.style());
            } else {
                text(report);
            }
            ChangeText.warnUnread(screen, status.skipped());
            return status.unread().isEmpty() ? 0 : ExitCode.DIFFERENT.number();
        }
    }

    private void text(ReadStatus.Report report) {
        Style style = screen.style();
        Status status = report.status();
        screen.line(
                report.head() instanceof Head.OnBranch on
                        ? "On branch " + style.bold(on.branch())
                        : "On commit " + style.bold(report.head().shown().substring(0, CommitText.BRIEF)));
        if (report.commit() == null) {
            screen.line("No commits yet");
        }
        section(
                "Conflicts to decide (edit or `reel restore --ours/--theirs`, then `reel add`):",
                status.conflicts().stream()
                        .map(path -> style.red("both changed: " + show(path)))
                        .toList());
        section(
                "To be committed (`reel restore --staged <path>` takes back):",
                status.staged().stream()
                        .map(change -> style.green(word(change) + show(change)))
                        .toList());
        section(
                "Changed, not staged (`reel add <path>` stages, `reel restore <path>` discards):",
                unstaged(status, style));
        section(
                "New (`reel add <path>` tracks):",
                status.untracked().stream().map(path -> style.red(show(path))).toList());
        if (ignored) {
            section(
                    "Ignored:",
                    status.ignored().stream().map(StatusCommand::show).toList());
        }
        if (status.isClean()) {
            screen.line(
                    report.commit() == null && status.tracked() == 0
                            ? "Nothing here yet: put files here and run `reel add .`"
                            : "Nothing to commit, the folder is clean");
        } else if (status.staged().isEmpty()) {
            screen.line("");
            screen.line("Nothing staged yet (`reel add .` stages everything)");
        }
    }

    /// In path order, with what could not be read among it.
    private static List<String> unstaged(Status status, Style style) {
        Map<RepoPath, String> lines = new TreeMap<>();
        status.unread().forEach(one -> lines.put(one.path(), UNREADABLE + show(one.path())));
        status.unstaged().forEach(change -> lines.put(change.path(), word(change) + show(change)));
        return lines.values().stream().map(style::red).toList();
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            screen.line("");
            screen.line(title);
            lines.forEach(line -> screen.line("  " + line));
        }
    }

    static String word(Change change) {
        return String.format(
                "%-12s",
                switch (change.kind()) {
                    case ADDED -> "new:";
                    case MODIFIED -> "modified:";
                    case MODE -> "mode:";
                    case TYPE -> "type:";
                    case REMOVED -> "deleted:";
                    case RENAMED -> "renamed:";
                });
    }

    static String show(Change change) {
        return change.from() == null ? show(change.path()) : show(change.from()) + " -> " + show(change.path());
    }

    private static String show(RepoPath path) {
        return Quoting.quote(path.toBytes());
    }

    private static char letter(Change change) {
        return switch (change.kind()) {
            case ADDED -> 'A';
            case MODIFIED, MODE -> 'M';
            case TYPE -> 'T';
            case REMOVED -> 'D';
            case RENAMED -> 'R';
        };
    }

    private void lines(Status status, Style style) {
        Map<RepoPath, Change> staged = new TreeMap<>();
        status.staged().forEach(change -> staged.put(change.path(), change));
        Map<RepoPath, Change> unstaged = new TreeMap<>();
        status.unstaged().forEach(change -> unstaged.put(change.path(), change));
        Set<RepoPath> unread = new TreeSet<>();
        status.unread().forEach(one -> unread.add(one.path()));
        Set<RepoPath> paths = new TreeSet<>(staged.keySet());
        paths.addAll(unstaged.keySet());
        paths.addAll(unread);
        status.conflicts().forEach(path -> screen.line(style.red("UU") + " " + show(path)));
        paths.forEach(path -> {
            Change here = staged.get(path);
            Change there = unstaged.get(path);
            Change any = here == null ? there : here;
            screen.line((here == null ? " " : style.green(String.valueOf(letter(here))))
                    + (there != null
                            ? style.red(String.valueOf(letter(there)))
                            : unread.contains(path) ? style.red("!") : " ")
                    + " " + (any == null ? show(path) : show(any)));
        });
        status.untracked().forEach(path -> screen.line(style.red("??") + " " + show(path)));
        if (ignored) {
            status.ignored().forEach(path -> screen.line("!! " + show(path)));
        }
    }

    private void json(ReadStatus.Report report) throws IOException {
        Status status = report.status();
        screen.json(json -> {
            json.put("branch", report.head() instanceof Head.OnBranch on ? on.branch() : null);
            json.put("commit", report.commit() == null ? null : report.commit().toString());
            json.put("clean", status.isClean());
            json.put("tracked", status.tracked());
            changes(json, "staged", status.staged());
            changes(json, "unstaged", status.unstaged());
            paths(json, "untracked", status.untracked());
            paths(json, "conflicts", status.conflicts());
            if (ignored) {
                paths(json, "ignored", status.ignored());
            }
            json.array("skipped", array -> {
                for (Skipped skipped : status.skipped()) {
                    array.object(
                            one -> one.name("path", skipped.path().toBytes()).put("reason", skipped.reason()));
                }
            });
        });
    }

    private static void changes(JsonOut json, String name, List<Change> changes) throws IOException {
        json.array(name, array -> {
            for (Change change : changes) {
                array.object(one -> {
                    one.put("kind", change.kind().name().toLowerCase(java.util.Locale.ROOT));
                    one.name("path", change.path().toBytes());
                    if (change.from() != null) {
                        one.name("from", change.from().toBytes());
                    }
                });
            }
        });
    }

    static void paths(JsonOut json, String name, List<RepoPath> paths) throws IOException {
        json.array(name, array -> {
            for (RepoPath path : new ArrayList<>(paths)) {
                array.object(one -> one.name("path", path.toBytes()));
            }
        });
    }
}
