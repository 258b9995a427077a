package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import reel.app.Workspace;
import reel.app.keep.OptimizeRepository;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;

@Command(
        name = "optimize",
        description = "Store the newest versions so that they read fast, and everything in less space.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel optimize                  others can work meanwhile; stopped, what is done stays done",
            "  reel optimize --json           needs about 2 GiB of free disk at a time"
        })
final class OptimizeCommand implements Callable<Integer> {
    private final Screen screen;

    OptimizeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            GcReport report = new OptimizeRepository(GcOptions.DEFAULT).run(workspace);
            if (screen.isJson()) {
                screen.json(json -> GcCommand.fields(json, report));
                return GcCommand.settled(report);
            }
            screen.say(told(report));
            GcCommand.sayWaiting(screen, report);
            return GcCommand.settled(report);
        }
    }

    private static String told(GcReport report) {
        if (report.packsWritten() + report.packsRemoved() + report.packsRewritten() == 0) {
            return "Nothing to do: " + Sizes.count(report.packsKept(), "pack") + ", "
                    + Sizes.bytes(report.bytesBefore());
        }
        String size = Sizes.bytes(report.bytesBefore()) + " became "
                + Sizes.bytes(report.bytesBefore() - report.bytesFreed());
        return size + ": " + Sizes.count(report.packsWritten(), "pack") + " written, "
                + (report.packsRemoved() + report.packsRewritten()) + " removed, " + report.packsKept() + " kept";
    }
}
