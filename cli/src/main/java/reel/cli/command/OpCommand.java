package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.branch.Operations;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;
import reel.cli.screen.Usage;
import reel.history.op.Op;
import reel.history.op.View;

@Command(
        name = "op",
        description = "Look at the operation log, and go back to any point of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel op log",
            "  reel op show 12",
            "  reel op restore 12     every branch, tag and head as then",
            "  reel op recover        after damage: go on from the newest operation that can be read"
        })
final class OpCommand implements Runnable {
    private final Screen screen;

    OpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        throw new Usage("say what to do: log, show, restore or recover");
    }

    @Command(name = "log", description = "List the operations, newest first.")
    int log(
            @Option(
                            names = {"-n", "--max-count"},
                            paramLabel = "<number>",
                            defaultValue = "100",
                            description = "How many; 100 if not said.")
                    long limit)
            throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            List<Op> ops = new Operations(workspace)
                    .newest(limit, damaged -> screen.warn(String.valueOf(damaged.getMessage())));
            if (screen.isJson()) {
                screen.json(json -> json.array("operations", array -> {
                    for (Op op : ops) {
                        array.object(one -> {
                            one.put("number", op.number());
                            CommitText.person(one, "who", op.info().who());
                            one.put("workspace", op.info().workspace());
                            one.put("command", op.info().command());
                            one.put("undoes", op.undoes());
                        });
                    }
                }));
                return 0;
            }
            Style style = screen.style();
            for (Op op : ops) {
                screen.line(style.yellow(String.format("%6d", op.number())) + "  "
                        + CommitText.time(op.info().who()) + "  "
                        + style.faint(op.info().who().name()) + "  reel "
                        + op.info().command() + (op.isUndo() ? style.cyan("  (takes back " + op.undoes() + ")") : ""));
            }
            return 0;
        }
    }

    @Command(name = "show", description = "Show what one operation changed.")
    int show(@Parameters(paramLabel = "<number>", description = "Its number in `reel op log`.") long number)
            throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Op op = workspace.repository().ops().at(number);
            View before = number == 1
                    ? View.EMPTY
                    : workspace.repository().ops().at(number - 1).view();
            List<Moved> moved = new ArrayList<>();
            moved("branch", before.branches(), op.view().branches(), Object::toString, moved);
            moved("tag", before.tags(), op.view().tags(), tag -> tag.commit().toString(), moved);
            moved("head", before.heads(), op.view().heads(), reel.history.op.Head::shown, moved);
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("number", op.number());
                    json.put("command", op.info().command());
                    json.array("moved", array -> {
                        for (Moved move : moved) {
                            array.object(one -> one.put("what", move.what())
                                    .put("name", move.name())
                                    .put("before", move.before())
                                    .put("after", move.after()));
                        }
                    });
                });
                return 0;
            }
            screen.line("operation " + op.number() + ": reel " + op.info().command());
            screen.line("by " + op.info().who().shown() + ", "
                    + CommitText.time(op.info().who()));
            for (Moved move : moved) {
                screen.line("  " + move.what() + " " + move.name() + ": " + brief(move.before()) + " -> "
                        + brief(move.after()));
            }
            return 0;
        }
    }

    @Command(name = "restore", description = "Make branches, tags and heads what they were after an operation.")
    int restore(@Parameters(paramLabel = "<number>", description = "Its number in `reel op log`.") long number)
            throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Op made = new Operations(workspace).restore(number);
            if (screen.isJson()) {
                screen.json(json -> json.put("restored", number).put("operation", made.number()));
                return 0;
            }
            screen.say("Everything is as after operation " + number + " (this is operation " + made.number() + ")");
            return 0;
        }
    }

    @Command(
            name = "recover",
            description = "Go on from the newest operation that can be read, when the log is damaged.")
    int recover() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Operations.Recovered recovered = new Operations(workspace).recover();
            if (screen.isJson()) {
                screen.json(json -> json.put("recovered", recovered.mended())
                        .put("operation", recovered.newest().number())
                        .array(
                                "findings",
                                array -> recovered
                                        .findings()
                                        .forEach(finding -> array.add(String.valueOf(finding.getMessage())))));
                return 0;
            }
            recovered.findings().forEach(finding -> screen.line("damaged: " + finding.getMessage()));
            screen.say(
                    !recovered.mended()
                            ? (recovered.findings().isEmpty()
                                            ? "The operation log is whole"
                                            : "The present is whole; only the past is damaged")
                                    + ". Nothing was done."
                            : "Branches, tags and heads are as the newest readable operation left them (this is operation "
                                    + recovered.newest().number() + "). `reel status` shows how your files differ.");
            return 0;
        }
    }

    private record Moved(
            String what,
            String name,
            @org.jspecify.annotations.Nullable String before,
            @org.jspecify.annotations.Nullable String after) {}

    private static <T> void moved(
            String what,
            SortedMap<String, T> before,
            SortedMap<String, T> after,
            Function<T, String> show,
            List<Moved> into) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            T was = before.get(name);
            T is = after.get(name);
            if (was == null ? is != null : !was.equals(is)) {
                into.add(new Moved(
                        what, name, was == null ? null : show.apply(was), is == null ? null : show.apply(is)));
            }
        }
    }

    private static String brief(@org.jspecify.annotations.Nullable String id) {
        return id == null ? "nothing" : id.length() == 64 ? id.substring(0, CommitText.BRIEF) : id;
    }
}
