package reel.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reel.app.keep.CheckRepository;
import reel.app.keep.Problem;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.protect.parity.ParitySurvey;

/// How the problems that a check found are shown.
final class ProblemText {
    private final Screen screen;

    ProblemText(Screen screen) {
        this.screen = screen;
    }

    void print(List<Problem> problems) {
        Map<String, List<Problem>> leftovers = new LinkedHashMap<>();
        for (Problem problem : problems) {
            if (problem.damage() || screen.isVerbose()) {
                print(problem, 0);
            } else {
                leftovers
                        .computeIfAbsent(problem.detail() + problem.remedy(), detail -> new ArrayList<>())
                        .add(problem);
            }
        }
        leftovers.values().forEach(alike -> print(alike.getFirst(), alike.size() - 1));
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

    /// How much of the repository could heal.
    static String parity(CheckRepository.Report report) {
        ParitySurvey parity = report.parity();
        if (parity.groups().isEmpty()) {
            return "no parity";
        }
        return "parity " + Sizes.bytes(parity.parityBytes())
                + (parity.unprotected().isEmpty()
                        ? " over all packs"
                        : ", " + Sizes.count(parity.unprotected().size(), "pack") + " without");
    }

    static void json(JsonOut json, List<Problem> problems) throws IOException {
        json.array("problems", array -> {
            for (Problem problem : problems) {
                array.object(one -> one.put("kind", problem.kind())
                        .put("object", problem.object())
                        .put("detail", problem.detail())
                        .put("damage", problem.damage())
                        .put("repairable_by", problem.source().name().toLowerCase(Locale.ROOT))
                        .put("remedy", problem.remedy())
                        .array("paths", paths -> problem.paths().forEach(paths::add))
                        .put("more_paths", problem.morePaths()));
            }
        });
    }

    static void json(JsonOut json, ParitySurvey parity) throws IOException {
        json.put("parity_bytes", parity.parityBytes());
        json.put("packs_without_parity", parity.unprotected().size());
    }
}
