package reel.cli.command;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.look.ShowLog;
import reel.app.work.PathArguments;
import reel.cli.screen.Screen;
import reel.cli.screen.Times;
import reel.history.op.View;
import reel.history.workspace.PathSet;
import reel.stream.hash.Hash;

@Command(
        name = "log",
        description = "Show the commits that led here, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel log --graph --oneline",
            "  reel log -n 5 main..grade",
            "  reel log --since 2026-01-01 --author ada -- footage/a001.mov '*.psd'"
        })
final class LogCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<revision|path>",
            description =
                    "Where to begin (a..b: what b has and a has not; HEAD if one is left out), then paths; HEAD if not said.")
    List<String> words = List.of();

    @Option(names = "--graph", description = "Draw the branches and merges.")
    boolean graph;

    @Option(names = "--oneline", description = "One line for each commit.")
    boolean oneline;

    @Option(
            names = {"-n", "--max-count"},
            paramLabel = "<number>",
            description = "Stop after so many.")
    long limit = Long.MAX_VALUE;

    @Option(names = "--all", description = "Begin at every branch and tag.")
    boolean all;

    @Option(names = "--since", paramLabel = "<time>", description = "Only newer than this, such as 2026-01-31 or 3d.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "<time>", description = "Only older than this.")
    @Nullable
    String until;

    @Option(
            names = "--author",
            paramLabel = "<text>",
            description = "Only by authors whose name or address holds this.")
    @Nullable
    String author;

    @Option(names = "--grep", paramLabel = "<text>", description = "Only with this in the message.")
    @Nullable
    String grep;

    @Option(names = "--stat", description = "Show which files each commit changed, and by how much.")
    boolean stat;

    LogCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Words said = Words.read(workspace, screen, words);
            View view = workspace.repository().view();
            Collection<Hash> starts = all ? view.commits() : said.starts(workspace);
            PathSet scope = new PathArguments(workspace).everSet(said.typedPaths());
            ShowLog log = new ShowLog(starts, said.hidden(), graph, scope, filter());
            CommitText text = new CommitText(view, workspace.id(), screen.style());
            if (screen.isJson()) {
                json(workspace, log, text);
            } else {
                print(workspace, log, text);
            }
            return 0;
        }
    }

    private ShowLog.Filter filter() throws IOException {
        OffsetDateTime from = since == null ? null : Times.parse(since);
        OffsetDateTime to = until == null ? null : Times.parse(until);
        return commit -> (from == null
                        || commit.committer().epochMillis() >= from.toInstant().toEpochMilli())
                && (to == null
                        || commit.committer().epochMillis() <= to.toInstant().toEpochMilli())
                && (author == null || holds(commit.author().shown(), author))
                && (grep == null || holds(commit.message(), grep));
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private void json(Workspace workspace, ShowLog log, CommitText text) throws IOException {
        screen.json(json -> json.array("commits", commits -> {
            long[] left = {limit};
            if (limit > 0) {
                log.run(workspace, (id, commit) -> {
                    commits.object(one -> {
                        text.json(one, id, commit);
                        if (stat) {
                            ChangeText.json(one, ChangeText.ofCommit(workspace, commit));
                        }
                    });
                    return --left[0] > 0;
                });
            }
        }));
    }

    private void print(Workspace workspace, ShowLog log, CommitText text) throws IOException {
        GraphLanes lanes = new GraphLanes();
        long[] printed = {0};
        if (limit <= 0) {
            return;
        }
        log.run(workspace, (id, commit) -> {
            List<String> lines = new ArrayList<>();
            if (oneline) {
                lines.add(text.oneLine(id, commit));
            } else {
                lines.addAll(text.full(id, commit));
            }
            if (stat) {
                lines.add("");
                lines.addAll(ChangeText.stat(ChangeText.ofCommit(workspace, commit), screen));
            }
            if (graph) {
                drawn(lanes.draw(id, commit.parents()), lines);
            } else {
                if (!oneline && printed[0] > 0) {
                    screen.line("");
                }
                lines.forEach(screen::line);
            }
            return ++printed[0] < limit;
        });
    }

    private void drawn(GraphLanes.Drawing drawing, List<String> lines) {
        drawing.above().forEach(row -> screen.line(row.stripTrailing()));
        screen.line(drawing.first() + lines.getFirst());
        drawing.below().forEach(row -> screen.line(row.stripTrailing()));
        for (String line : lines.subList(1, lines.size())) {
            screen.line((drawing.rest() + line).stripTrailing());
        }
        if (!oneline) {
            screen.line(drawing.rest().stripTrailing());
        }
    }
}
