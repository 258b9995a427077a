package reel.app.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.op.Op;
import reel.history.op.OpLog;
import reel.history.workspace.Progress;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageFile;
import reel.protect.parity.ParitySurvey;
import reel.store.fsck.Finding;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckReport;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

/// Checks the store, the operation log, everything that branches, tags and heads lead to, and the stage.
///
/// Problems name the paths they touch, so that people know what to bring back. A repair comes first: what is told of
/// the history is how it stands after it.
public record CheckRepository(FsckOptions options, Progress progress) {
    static final String REPAIR = "Run `reel repair`; it also takes what files of this folder still hold.";
    static final String BRING_BACK =
            "Put the same files where they were and run `reel repair`, or bring this object of .reel/repo back from a copy.";

    /// @param damages  how many problems are damage, not leftovers
    /// @param unmended how many of those a repair has left
    /// @param repaired what a repair did
    public record Report(
            List<Problem> problems,
            long damages,
            long unmended,
            int packs,
            long packBytes,
            long chunks,
            long commits,
            long operations,
            ParitySurvey parity,
            List<String> repaired) {
        public boolean isClean() {
            return damages == 0;
        }

        /// Whether nothing that somebody stored is damaged any more, after a repair.
        public boolean isMended() {
            return unmended <= redundancyDamages(problems);
        }
    }

    public Report run(Workspace workspace) throws IOException {
        List<Problem> problems = new ArrayList<>();
        RedundancyCheck redundancy = new RedundancyCheck(workspace);
        redundancy.checkTwins(problems);
        FsckReport store = checkStore(workspace);
        List<Problem> log = new ArrayList<>();
        Op present = checkLog(workspace.repository().ops(), log);
        if (log.isEmpty()) {
            checkWorkspace(workspace, log);
        }
        Stage stage = readStage(workspace, log);
        Set<Finding> healable = redundancy.healable(store.findings());
        HistoryCheck history = new HistoryCheck(workspace, store.findings(), options.repairIndex());
        List<String> repaired = new ArrayList<>(store.repaired());
        progress.begin("checking history", -1, -1);
        if (options.repairIndex() && stage != null) {
            new RefillFromFolder(workspace, history::isLost)
                    .run(stage)
                    .forEach(path -> repaired.add(path + ": taken from the folder, all of it is stored again"));
        }
        if (present != null) {
            history.run(present.view(), stage);
        }
        for (Finding finding : store.findings()) {
            problems.add(new Problem(
                            RedundancyCheck.kind(finding),
                            finding.object(),
                            finding.detail(),
                            finding.isDamage(),
                            source(finding, healable),
                            healable.contains(finding)
                                    ? "Run `reel repair`: parity brings it back, bit for bit."
                                    : remedy(finding, history),
                            List.of(),
                            0)
                    .hurting(history.hurtBy(finding)));
        }
        problems.addAll(log);
        problems.addAll(history.problems());
        ParitySurvey parity = redundancy.checkParity(options.readData(), problems);
        redundancy.addMended(problems);
        long damages = problems.stream().filter(Problem::damage).count();
        long mendedAlready = problems.stream()
                .filter(problem -> problem.source() == Problem.Source.TWIN)
                .count();
        boolean mended = options.repairIndex() && log.isEmpty() && history.isWhole();
        return new Report(
                List.copyOf(problems),
                damages,
                mended ? redundancyDamages(problems) : damages - mendedAlready,
                store.packs(),
                store.packBytes(),
                store.chunks(),
                history.commits(),
                present == null ? 0 : present.number(),
                parity,
                List.copyOf(repaired));
    }

    /// What a repair of the index leaves to `reel repair`.
    private static long redundancyDamages(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.damage() && problem.isRedundancy())
                .count();
    }

    private static Problem.Source source(Finding finding, Set<Finding> healable) {
        if (healable.contains(finding)) {
            return Problem.Source.PARITY;
        }
        return switch (finding.remedy()) {
            case REPAIR_INDEX -> Problem.Source.PACKS;
            case RESTORE -> Problem.Source.FOLDER;
            case COLLECT, LOOK -> Problem.Source.ELSEWHERE;
        };
    }

    private FsckReport checkStore(Workspace workspace) throws IOException {
        progress.begin("checking packs", -1, -1);
        long[] told = {0};
        return workspace.store().fsck(options, (done, total) -> {
            synchronized (told) {
                if (told[0] == 0) {
                    progress.begin("checking packs", -1, total);
                }
                progress.advance(0, Math.max(0, done - told[0]));
                told[0] = Math.max(1, done);
            }
        });
    }

    private String remedy(Finding finding, HistoryCheck history) {
        return switch (finding.remedy()) {
            case REPAIR_INDEX -> options.repairIndex() ? "It was repaired as far as possible." : REPAIR;
            case RESTORE -> {
                if (!finding.lost().isEmpty()) {
                    yield options.repairIndex() ? BRING_BACK : REPAIR;
                }
                yield options.repairIndex() ? "`reel gc` removes it." : REPAIR + " `reel gc` then removes it.";
            }
            case COLLECT ->
                history.isShort() && !options.repairIndex()
                        ? "Run `reel repair`: it may hold what is missing."
                        : "`reel gc` removes what nothing needs.";
            case LOOK -> "Nothing of reel's: look at it, then delete it by hand.";
        };
    }

    private static void checkWorkspace(Workspace workspace, List<Problem> problems) throws IOException {
        try {
            workspace.requireKnown();
        } catch (Corrupt damaged) {
            problems.add(Problem.of("workspace", damaged, String.valueOf(damaged.hint())));
        }
    }

    private static @Nullable Stage readStage(Workspace workspace, List<Problem> problems) throws IOException {
        try {
            return new StageFile(workspace.folder()).read();
        } catch (Corrupt damaged) {
            problems.add(Problem.of(
                    "stage",
                    damaged,
                    "The next `reel add` makes it anew from HEAD; add again what was added and not committed."));
        } catch (Refused newer) {
            problems.add(Problem.of("stage", newer, String.valueOf(newer.hint())));
        }
        return null;
    }

    /// The newest operation that can be read; null where there is none.
    private static @Nullable Op checkLog(OpLog log, List<Problem> problems) throws IOException {
        List<Corrupt> findings = log.audit();
        Op newest = null;
        boolean isUsable = true;
        try {
            newest = log.current();
        } catch (Corrupt | Missing damaged) {
            isUsable = false;
        }
        String remedy = isUsable
                ? "The present is whole, but undo cannot go back past it. Bring it back from a copy of .reel/repo/ops."
                : "Run `reel op recover` to go on from the newest operation that can be read.";
        for (Corrupt finding : findings) {
            problems.add(Problem.of("operation", finding, remedy));
        }
        if (newest != null) {
            return newest;
        }
        try {
            return log.lastGood();
        } catch (Corrupt none) {
            problems.add(Problem.of(
                    "operation",
                    none,
                    "Bring .reel/repo/ops back from a copy; what was stored is still in the packs."));
            return null;
        }
    }
}
