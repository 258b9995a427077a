package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.keep.Statistics;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Table;

@Command(
        name = "stats",
        description = "Show which files and types cost what.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel stats", "  reel stats --top 50", "  reel stats --json"})
final class StatsCommand implements Callable<Integer> {
    private final Screen screen;

    @Option(names = "--top", paramLabel = "<number>", description = "How many of the costliest files; 10 if not said.")
    int top = 10;

    StatsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Statistics.Report report;
            try (ProgressLine progress = ProgressLine.open(screen, "Counting")) {
                report = new Statistics(Math.max(0, top), progress).run(workspace);
            }
            if (screen.isJson()) {
                json(report);
            } else {
                print(report);
            }
            return 0;
        }
    }

    private void print(Statistics.Report report) {
        screen.line(Sizes.count(report.commits(), "commit") + ", " + Sizes.count(report.files(), "path") + ", "
                + Sizes.count(report.contents(), "content"));
        Table sums = new Table()
                .column("", Table.Align.LEFT)
                .column("", Table.Align.RIGHT)
                .column("", Table.Align.LEFT);
        sums.row("all versions", Sizes.bytes(report.logicalBytes()), "as whole files in every commit");
        sums.row("all contents", Sizes.bytes(report.contentBytes()), "each content once");
        sums.row("unique", Sizes.bytes(report.uniqueBytes()), "each chunk once");
        sums.row("stored", Sizes.bytes(report.storedBytes()), "compressed, with index and history");
        sums.row("ratio", ratio(report.logicalBytes(), report.storedBytes()), "all versions to stored");
        sums.print(screen.out(), screen.style());
        table("type", report.types());
        table("costliest paths", report.paths());
    }

    private void table(String heading, List<Statistics.Cost> costs) {
        if (costs.isEmpty()) {
            return;
        }
        screen.line("");
        Table table = new Table()
                .column(heading, Table.Align.LEFT)
                .column("contents", Table.Align.RIGHT)
                .column("bytes", Table.Align.RIGHT)
                .column("unique", Table.Align.RIGHT)
                .column("share", Table.Align.RIGHT);
        for (Statistics.Cost cost : costs) {
            table.row(
                    cost.name(),
                    Sizes.grouped(cost.versions()),
                    Sizes.bytes(cost.bytes()),
                    Sizes.bytes(cost.uniqueBytes()),
                    cost.bytes() == 0 ? "-" : 100 * cost.uniqueBytes() / cost.bytes() + "%");
        }
        table.print(screen.out(), screen.style());
    }

    private static String ratio(long logical, long stored) {
        return stored == 0 ? "-" : String.format(Locale.ROOT, "%.2f x", (double) logical / stored);
    }

    private void json(Statistics.Report report) throws IOException {
        screen.json(json -> {
            json.put("commits", report.commits());
            json.put("paths", report.files());
            json.put("contents", report.contents());
            json.put("logical_bytes", report.logicalBytes());
            json.put("content_bytes", report.contentBytes());
            json.put("unique_bytes", report.uniqueBytes());
            json.put("stored_bytes", report.storedBytes());
            costs(json, "types", report.types());
            costs(json, "top", report.paths());
        });
    }

    private static void costs(JsonOut json, String name, List<Statistics.Cost> costs) throws IOException {
        json.array(name, array -> {
            for (Statistics.Cost cost : costs) {
                array.object(one -> one.put("name", cost.name())
                        .put("contents", cost.versions())
                        .put("bytes", cost.bytes())
                        .put("unique_bytes", cost.uniqueBytes()));
            }
        });
    }
}
