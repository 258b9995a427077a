package reel.app.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.manifest.ContentReader;
import reel.history.op.View;
import reel.history.repo.DamagedPaths;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.stage.Stage;
import reel.store.fsck.Finding;
import reel.stream.hash.Hash;

/// Whether every commit, tree, manifest and chunk that a view and the stage need can be had. Used once.
final class HistoryCheck {
    private static final int BRIEF = 12;

    private final Workspace workspace;
    private final List<Finding> findings;
    private final boolean afterRepair;
    private final Map<Finding, Problem.Paths> hurt = new LinkedHashMap<>();
    private final Map<String, Problem.Paths> hurtElsewhere = new LinkedHashMap<>();
    private long commits;

    /// @param findings    of the store
    /// @param afterRepair whether the index tells what is left; otherwise the findings know of losses it does not
    HistoryCheck(Workspace workspace, List<Finding> findings, boolean afterRepair) {
        this.workspace = workspace;
        this.findings = findings;
        this.afterRepair = afterRepair;
    }

    /// @param stage null where there is none that can be read
    void run(View view, @Nullable Stage stage) throws IOException {
        DamagedPaths damaged = new DamagedPaths(
                workspace.repository(), new ContentReader(workspace.store(), workspace.budget()), this::isLost);
        commits = damaged.find(view.commits(), affected -> {
            String commit = affected.commit().brief(BRIEF);
            RepoPath path = affected.path();
            note(affected.damaged(), "commit " + commit, path == null ? null : path + " (" + commit + ")");
        });
        if (stage != null) {
            checkStage(stage, damaged);
        }
    }

    private void checkStage(Stage stage, DamagedPaths damaged) throws IOException {
        for (int row = 0; row < stage.size(); row++) {
            if (stage.treeEntry(row) instanceof TreeEntry.File file) {
                Hash lost = damaged.firstLost(file.content());
                if (lost != null) {
                    note(lost, "stage", stage.path(row) + " (stage)");
                }
            }
        }
    }

    boolean isLost(Hash id) throws IOException {
        if (!workspace.store().contains(id)) {
            return true;
        }
        return !afterRepair
                && findings.stream().anyMatch(finding -> finding.lost().contains(id));
    }

    private void note(Hash lost, String where, @Nullable String path) {
        boolean known = false;
        for (Finding finding : findings) {
            if (finding.lost().contains(lost)) {
                hurt.computeIfAbsent(finding, _ -> new Problem.Paths()).add(path == null ? where : path);
                known = true;
            }
        }
        if (!known) {
            Problem.Paths paths = hurtElsewhere.computeIfAbsent(where, _ -> new Problem.Paths());
            if (path != null) {
                paths.add(path);
            }
        }
    }

    /// The files that cannot be had because of a finding.
    Problem.Paths hurtBy(Finding finding) {
        return hurt.getOrDefault(finding, new Problem.Paths());
    }

    /// What is wrong and not explained by a finding.
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        hurtElsewhere.forEach((where, paths) -> problems.add(Problem.damage(
                        "missing_chunks",
                        where,
                        "chunks that it needs cannot be found",
                        Problem.Source.FOLDER,
                        remedy())
                .hurting(paths)));
        return problems;
    }

    private String remedy() {
        return afterRepair
                ? CheckRepository.BRING_BACK
                : "Run `reel repair`; if that does not help: "
                        + "bring the bytes back from a copy, or add the same files again.";
    }

    /// Whether something that is needed is in no pack that the index names.
    boolean isShort() {
        return !hurtElsewhere.isEmpty();
    }

    boolean isWhole() {
        return hurt.isEmpty() && hurtElsewhere.isEmpty();
    }

    long commits() {
        return commits;
    }
}
