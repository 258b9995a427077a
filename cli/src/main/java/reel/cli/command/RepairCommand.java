package reel.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import reel.app.Workspace;
import reel.app.heal.RepairRepository;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;

@Command(
        name = "repair",
        description = {
            "Check everything that is stored and bring back whatever can be brought back: packs from parity, small "
                    + "objects from their second copies, the index from the packs, files from this folder.",
            "What is lost for good is named, with the files that need it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel repair",
            "  reel repair --json",
            "  Exit code 0: nothing was wrong. 1: all that was wrong is repaired. 4: something is lost."
        })
final class RepairCommand implements Callable<Integer> {
    /// A background run makes parity for a gigabyte in a few seconds.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Screen screen;

    RepairCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            RepairRepository.Report report;
            try (ProgressLine progress = ProgressLine.open(screen, "Checking")) {
                report = new RepairRepository(progress, PATIENCE).run(workspace);
            }
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("whole", report.isWhole());
                    json.array("repaired", array -> report.repaired().forEach(array::add));
                    ProblemText.json(json, report.after().parity());
                    ProblemText.json(json, report.left());
                });
            } else {
                print(report);
            }
            return code(report).number();
        }
    }

    private void print(RepairRepository.Report report) {
        Style style = screen.style();
        report.repaired().forEach(done -> screen.line(style.green("repaired: ") + done));
        if (!report.isWhole()) {
            new ProblemText(screen).print(report.left());
        }
        screen.say((report.isWhole() ? "Whole: " : style.red("Not whole: "))
                + Sizes.count(report.after().packs(), "pack") + " ("
                + Sizes.bytes(report.after().packBytes()) + ", every byte read), "
                + ProblemText.parity(report.after()));
    }

    private static ExitCode code(RepairRepository.Report report) {
        if (!report.isWhole()) {
            return ExitCode.CORRUPT;
        }
        return report.repaired().isEmpty() && report.after().isClean() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
