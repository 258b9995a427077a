package reel.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import reel.app.Workspace;
import reel.app.heal.RepairLocked;
import reel.app.heal.RepairRepository;
import reel.app.keep.Problem;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.protect.parity.ParitySurvey;
import reel.stream.Locked;

@Command(
        name = "repair",
        description = {
            "Check everything that is stored and bring back whatever can be brought back: packs from parity, small "
                    + "objects from their second copies, the index from the packs, files from this folder.",
            "What is lost for good is named, with the files that need it.",
            "Of an encrypted repository that nothing unlocks, packs and small objects are healed all the same; no more is checked."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel repair",
            "  reel repair --json",
            "  Exit code 0: nothing was wrong. 1: all that was wrong is repaired. 4: something is lost. 10: without the",
            "  key, what needs none was done."
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
                json(report.isWhole(), false, report.repaired(), report.after().parity(), report.left());
            } else {
                print(report);
            }
            return code(report).number();
        } catch (Locked locked) {
            return withoutKey(locked);
        }
    }

    /// Does what needs no key, and says that this is not all.
    private int withoutKey(Locked locked) throws IOException {
        RepairLocked.Report report;
        try (ProgressLine progress = ProgressLine.open(screen, "Healing")) {
            report = new RepairLocked(progress, PATIENCE).run(Access.caller(screen));
        }
        if (screen.isJson()) {
            json(false, true, report.repaired(), report.parity(), report.left());
        } else {
            print(report.repaired(), report.left());
            screen.say("Locked: only stored bytes were looked at, packs against parity and small objects against their "
                    + "second copies; what they hold was not checked."
                    + (locked.hint() == null ? "" : " " + locked.hint()));
        }
        return (report.left().isEmpty() ? ExitCode.LOCKED : ExitCode.CORRUPT).number();
    }

    private void json(boolean whole, boolean locked, List<String> repaired, ParitySurvey parity, List<Problem> left)
            throws IOException {
        screen.json(json -> {
            json.put("whole", whole);
            json.put("locked", locked);
            json.array("repaired", array -> repaired.forEach(array::add));
            ProblemText.json(json, parity);
            ProblemText.json(json, left);
        });
    }

    private void print(List<String> repaired, List<Problem> left) {
        repaired.forEach(done -> screen.line(screen.style().green("repaired: ") + done));
        if (!left.isEmpty()) {
            new ProblemText(screen).print(left);
        }
    }

    private void print(RepairRepository.Report report) {
        print(report.repaired(), report.left());
        screen.say((report.isWhole() ? "Whole: " : screen.style().red("Not whole: "))
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
