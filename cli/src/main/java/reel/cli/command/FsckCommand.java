package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.keep.CheckRepository;
import reel.app.keep.Problem;
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
            "  Exit code 4: damage was found (1: found and repaired)."
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
        Map<String, List<Problem>> leftovers = new LinkedHashMap<>();
        for (Problem problem : report.problems()) {
            if (problem.damage() || screen.isVerbose()) {
                print(problem, 0);
            } else {
                leftovers
                        .computeIfAbsent(problem.detail() + problem.remedy(), detail -> new ArrayList<>())
                        .add(problem);
            }
        }
        leftovers.values().forEach(alike -> print(alike.getFirst(), alike.size() - 1));
        report.repaired().forEach(done -> screen.line(style.green("repaired: ") + done));
        screen.say((report.isClean() ? "Whole: " : Sizes.count(report.damages(), "problem") + " found in ")
                + Sizes.count(report.packs(), "pack") + " (" + Sizes.bytes(report.packBytes())
                + (data ? ", every byte read" : "") + "), " + Sizes.count(report.chunks(), "chunk") + ", "
                + Sizes.count(report.commits(), "commit") + ", " + Sizes.count(report.operations(), "operation"));
    }

    /// @param more how many others it is true of
    private void print(Problem problem, int more) {
        Style style = screen.style();
        String others = more == 0 ? "" : " and " + more + " more (--verbose lists them)";
        screen.line((problem.damage() ? style.red("damaged: ") : style.yellow("note: ")) + problem.object() + others
                + ": " + problem.detail());
        problem.paths().forEach(path -> screen.line("    needed by " + path));
        if (problem.morePaths() > 0) {
            screen.line("    and by " + problem.morePaths() + " more");
        }
        screen.line("    " + problem.remedy());
    }

    private void json(CheckRepository.Report report) throws IOException {
        screen.json(json -> {
            json.put("clean", report.isClean());
            json.put("packs", report.packs());
            json.put("pack_bytes", report.packBytes());
            json.put("chunks", report.chunks());
            json.put("commits", report.commits());
            json.put("operations", report.operations());
            json.array("problems", array -> {
                for (Problem problem : report.problems()) {
                    array.object(one -> one.put("object", problem.object())
                            .put("detail", problem.detail())
                            .put("damage", problem.damage())
                            .put("remedy", problem.remedy())
                            .array("paths", paths -> problem.paths().forEach(paths::add))
                            .put("more_paths", problem.morePaths()));
                }
            });
            json.array("repaired", array -> report.repaired().forEach(array::add));
        });
    }
}
