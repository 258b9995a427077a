package reel.cli.command;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.keep.CollectGarbage;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Times;
import reel.history.repo.UndoWindow;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;

@Command(
        name = "gc",
        description = "Free the space of what nothing refers to any more.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel gc --dry-run",
            "  reel gc                        everything undoable stays; leftovers go; nobody has to stop for it",
            "  reel gc --keep-ops 20          only the last 20 operations stay undoable",
            "  reel gc --older-than 30d       what only older operations knew goes"
        })
final class GcCommand implements Callable<Integer> {
    private final Screen screen;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    boolean dryRun;

    @Option(names = "--keep-ops", paramLabel = "<number>", description = "Keep the newest so many operations undoable.")
    @Nullable
    Long keepOps;

    @Option(names = "--older-than", paramLabel = "<time>", description = "Keep operations newer than this undoable.")
    @Nullable
    String olderThan;

    GcCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        GcOptions options = dryRun ? GcOptions.DEFAULT.asDryRun() : GcOptions.DEFAULT;
        UndoWindow window = window();
        try (Workspace workspace = Access.open(screen)) {
            GcReport report = new CollectGarbage(window, options).run(workspace);
            if (screen.isJson()) {
                screen.json(json -> fields(json.put("dry_run", report.dryRun()), report));
                return settled(report);
            }
            screen.say((report.dryRun() ? "Would free " : "Freed ") + Sizes.bytes(report.bytesFreed()) + " of "
                    + Sizes.bytes(report.bytesBefore()) + ": " + Sizes.count(report.packsRemoved(), "pack")
                    + " removed, " + report.packsRewritten() + " rewritten, " + report.packsKept() + " kept; "
                    + Sizes.count(report.liveChunks(), "chunk") + " live, " + report.deadChunks() + " dead");
            sayWaiting(screen, report);
            return settled(report);
        }
    }

    /// What was collected, as docs/json.md has it of `gc` and `optimize`.
    static void fields(JsonOut json, GcReport report) throws IOException {
        json.put("live_chunks", report.liveChunks())
                .put("dead_chunks", report.deadChunks())
                .put("packs_kept", report.packsKept())
                .put("packs_removed", report.packsRemoved())
                .put("packs_rewritten", report.packsRewritten())
                .put("packs_written", report.packsWritten())
                .put("bytes_before", report.bytesBefore())
                .put("bytes_freed", report.bytesFreed())
                .put("packs_waiting", report.packsWaiting())
                .put("bytes_waiting", report.bytesWaiting())
                .put("waiting_for", report.waitingFor());
    }

    /// Tells what waits, if anything does.
    static void sayWaiting(Screen screen, GcReport report) {
        String waitingFor = report.waitingFor();
        if (waitingFor != null) {
            screen.say(Sizes.count(report.packsWaiting(), "pack") + " (" + Sizes.bytes(report.bytesWaiting())
                    + ") can go once commands that began before have ended; the next `reel gc` deletes them. "
                    + waitingFor);
        }
    }

    /// 0, or the code for work that is left.
    static int settled(GcReport report) {
        return report.waitingFor() == null ? 0 : 1;
    }

    private UndoWindow window() throws IOException {
        if (keepOps == null && olderThan == null) {
            return UndoWindow.ALL;
        }
        long count = keepOps == null ? 1 : Math.max(1, keepOps);
        return olderThan == null
                ? UndoWindow.last(count)
                : new UndoWindow(
                        count,
                        OffsetDateTime.now().minus(Times.length(olderThan)).toInstant());
    }
}
