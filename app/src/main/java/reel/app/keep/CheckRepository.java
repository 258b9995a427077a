package reel.app.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import reel.app.Workspace;
import reel.app.look.Walks;
import reel.history.manifest.ContentReader;
import reel.history.op.OpLog;
import reel.history.tree.TreeEntry;
import reel.history.workspace.Progress;
import reel.history.workspace.stage.StageFile;
import reel.store.fsck.Finding;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckReport;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.hash.Hash;

/// Checks the store, the operation log, everything that the branches and tags reach, and the stage.
///
/// Findings name the paths they touch, so that people know what to bring back.
public record CheckRepository(FsckOptions options, Progress progress) {
    /// Paths told of one finding; more are counted.
    private static final int MAX_PATHS = 20;

    /// Something wrong.
    ///
    /// @param repairable whether `--repair-index` mends it
    /// @param paths files of the newest versions that need it, each with its revision
    public record Problem(
            String object,
            String detail,
            boolean damage,
            boolean repairable,
            String remedy,
            List<String> paths,
            long morePaths) {}

    /// @param damages how many problems are damage, not leftovers
    public record Report(
            List<Problem> problems,
            long damages,
            int packs,
            long packBytes,
            long chunks,
            long commits,
            long operations,
            List<String> repaired) {
        public boolean isClean() {
            return damages == 0;
        }
    }

    public Report run(Workspace workspace) throws IOException {
        progress.begin("checking packs", -1, -1);
        long[] told = {0};
        FsckReport store = workspace.store().fsck(options, (done, total) -> {
            synchronized (told) {
                if (told[0] == 0) {
                    progress.begin("checking packs", -1, total);
                }
                progress.advance(0, Math.max(0, done - told[0]));
                told[0] = Math.max(1, done);
            }
        });
        List<Problem> problems = new ArrayList<>();
        long operations = checkOps(workspace, problems);
        for (Finding finding : store.findings()) {
            Touched touched = finding.lost().isEmpty() || operations == 0 ? Touched.NONE : touched(workspace, finding);
            problems.add(new Problem(
                    finding.object(),
                    finding.detail(),
                    finding.isDamage(),
                    finding.remedy() == Finding.Remedy.REPAIR_INDEX,
                    remedy(finding.remedy()),
                    touched.paths(),
                    touched.more()));
        }
        long commits = operations == 0 ? 0 : checkHistory(workspace, problems);
        checkStage(workspace, problems);
        long damages = problems.stream().filter(Problem::damage).count();
        return new Report(
                List.copyOf(problems),
                damages,
                store.packs(),
                store.packBytes(),
                store.chunks(),
                commits,
                operations,
                store.repaired());
    }

    private static String remedy(Finding.Remedy remedy) {
        return switch (remedy) {
            case REPAIR_INDEX -> "Run `reel fsck --repair-index`.";
            case RESTORE -> "Bring the bytes back from a copy, or add the same files again.";
            case COLLECT -> "`reel gc` removes it.";
            case LOOK -> "Nothing of reel's: look at it, then delete it by hand.";
        };
    }

    /// @return the number of the newest operation; 0 where the log cannot be used as it is
    private static long checkOps(Workspace workspace, List<Problem> problems) throws IOException {
        OpLog ops = workspace.repository().ops();
        for (Corrupt damaged : ops.audit()) {
            problems.add(problem(damaged, "Undo ends there. Where commands refuse to go on, run `reel op recover`."));
        }
        try {
            long newest = ops.current().number();
            workspace.requireKnown();
            return newest;
        } catch (Corrupt | Missing damaged) {
            if (problems.isEmpty()) {
                problems.add(problem(damaged, "Bring it back from a copy of the repository."));
            }
            return 0;
        }
    }

    /// Every commit, tree and manifest node that the view reaches is read; leaves are the store's to check.
    private static long checkHistory(Workspace workspace, List<Problem> problems) throws IOException {
        Walks walks = new Walks(workspace);
        ContentReader reader = new ContentReader(workspace.store(), workspace.budget());
        long[] commits = {0};
        SequencedSet<Hash> nodes = new java.util.LinkedHashSet<>();
        walks.forEachCommit(
                (id, commit) -> {
                    commits[0]++;
                    walks.forEachNewEntry(
                            commit.tree(),
                            (path, entry) -> {
                                if (entry instanceof TreeEntry.File file) {
                                    reader.forEachChunk(file.content(), (chunk, height, offset, length) -> {
                                        if (height == 0 && !workspace.store().contains(chunk)) {
                                            throw new Missing("chunk " + chunk, "is not stored");
                                        }
                                        return height == 0 || nodes.add(chunk);
                                    });
                                }
                            },
                            (path, failure) -> problems.add(new Problem(
                                    "commit " + id.brief(12),
                                    failure.getMessage() == null ? "unreadable" : failure.getMessage(),
                                    true,
                                    false,
                                    "Bring the bytes back from a copy, or add the same files again.",
                                    List.of(String.valueOf(path)),
                                    0)));
                },
                (id, failure) -> problems.add(problem(failure, "Bring the repository back from a copy.")));
        return commits[0];
    }

    private static void checkStage(Workspace workspace, List<Problem> problems) throws IOException {
        try {
            new StageFile(workspace.folder()).read();
        } catch (Corrupt damaged) {
            problems.add(problem(damaged, "It is rebuilt from HEAD by the next `reel add`."));
        }
    }

    private static Problem problem(ReelException failure, String remedy) {
        return new Problem(failure.thing(), String.valueOf(failure.getMessage()), true, false, remedy, List.of(), 0);
    }

    private record Touched(List<String> paths, long more) {
        static final Touched NONE = new Touched(List.of(), 0);
    }

    /// Which files of any branch or tag need a lost chunk.
    private static Touched touched(Workspace workspace, Finding finding) throws IOException {
        ContentReader reader = new ContentReader(workspace.store(), workspace.budget());
        TreeSet<String> paths = new TreeSet<>();
        Walks walks = new Walks(workspace);
        walks.forEachCommit(
                (id, commit) -> walks.forEachNewEntry(
                        commit.tree(),
                        (path, entry) -> {
                            if (entry instanceof TreeEntry.File file && needs(reader, file, finding)) {
                                paths.add(path + " (" + id.brief(12) + ")");
                            }
                        },
                        (path, failure) -> paths.add(path + " (" + id.brief(12) + ")")),
                (id, failure) -> paths.add("commit " + id.brief(12)));
        return new Touched(paths.stream().limit(MAX_PATHS).toList(), Math.max(0, paths.size() - MAX_PATHS));
    }

    private static boolean needs(ContentReader reader, TreeEntry.File file, Finding finding) {
        boolean[] found = {false};
        try {
            reader.forEachChunk(file.content(), (chunk, height, offset, length) -> {
                found[0] |= finding.lost().contains(chunk);
                return !found[0];
            });
        } catch (IOException unreadable) {
            return true;
        }
        return found[0];
    }
}
