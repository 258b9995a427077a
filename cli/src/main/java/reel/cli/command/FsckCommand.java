package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.keep.CheckRepository;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.store.fsck.FsckOptions;

@Command(
        name = "fsck",
        description = "Check that everything stored is whole.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel fsck                   structure: packs, index, operations, commits, trees",
            "  reel fsck --data            read and verify every stored byte",
            "  reel fsck --repair-index    write the index anew; take lost bytes from the files that still have them",
            "  Exit code 4: damage was found (1: found and repaired). `reel repair` brings back what it can."
        })
final class FsckCommand implements Callable<Integer> {
    private final Screen screen;

    @Option(names = "--data", description = "Read every stored byte.")
    boolean data;

    @Option(
            names = "--repair-index",
            description = "Write the index anew, and save what damaged packs and the files of this folder still hold.")
    boolean repairIndex;

    FsckCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            CheckRepository.Report report;
            try (ProgressLine progress = ProgressLine.open(screen, "Checking")) {
                report = new CheckRepository(new FsckOptions(data, repairIndex), progress).run(workspace);
            }
            if (screen.isJson()) {
                json(report);
            } else {
                print(report);
            }
            return code(report).number();
        }
    }

    private static ExitCode code(CheckRepository.Report report) {
        if (report.unmended() > 0) {
            return ExitCode.CORRUPT;
        }
        return report.isClean() && report.repaired().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private void print(CheckRepository.Report report) {
        Style style = screen.style();
        new ProblemText(screen).print(report.problems());
        report.repaired().forEach(done -> screen.line(style.green("repaired: ") + done));
        screen.say((report.isClean() ? "Whole: " : Sizes.count(report.damages(), "problem") + " found in ")
                + Sizes.count(report.packs(), "pack") + " (" + Sizes.bytes(report.packBytes())
                + (data ? ", every byte read" : "") + "), " + Sizes.count(report.chunks(), "chunk") + ", "
                + Sizes.count(report.commits(), "commit") + ", " + Sizes.count(report.operations(), "operation")
                + "; " + ProblemText.parity(report));
    }

    private void json(CheckRepository.Report report) throws IOException {
        screen.json(json -> {
            json.put("clean", report.isClean());
            json.put("packs", report.packs());
            json.put("pack_bytes", report.packBytes());
            json.put("chunks", report.chunks());
            json.put("commits", report.commits());
            json.put("operations", report.operations());
            ProblemText.json(json, report.parity());
            ProblemText.json(json, report.problems());
            json.array("repaired", array -> report.repaired().forEach(array::add));
        });
    }
}
