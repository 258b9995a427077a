package reel.history.workspace.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.ContentHasher;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;
import reel.history.workspace.Ground;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;
import reel.history.workspace.Workers;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.status.ContentCheck;
import reel.history.workspace.status.DiskChange;
import reel.history.workspace.status.FolderScan;
import reel.stream.Refused;

/// Looks at the disk before anything is written, and finds what would be lost: bytes that are neither what the
/// stage has nor what is wanted.
final class Planner {
    private final WorkingFolder folder;
    private final Stage stage;
    private final Ground ground;
    private final ContentCheck check;
    private final MayLose mayLose;
    private final Set<Skipped> losses = ConcurrentHashMap.newKeySet();
    private final Map<RepoPath, Wish> wishes = new HashMap<>();

    /// @param mayLose what does not count as a loss
    Planner(WorkingFolder folder, Stage stage, ContentHasher hasher, MayLose mayLose) {
        this.mayLose = mayLose;
        this.folder = folder;
        this.stage = stage;
        this.ground = new Ground(folder);
        this.check = new ContentCheck(folder, hasher);
    }

    /// @param wished in path order
    Plan plan(List<Wish> wished) throws IOException {
        refuseCaseTwins(wished);
        for (Wish wish : wished) {
            wishes.put(wish.path(), wish);
        }
        AtomicReferenceArray<@Nullable Step> found = new AtomicReferenceArray<>(wished.size());
        Workers.run("plan", wished.size(), i -> found.set(i, step(wished.get(i))));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < wished.size(); i++) {
            Step step = found.get(i);
            if (step != null) {
                steps.add(step);
            }
        }
        List<Skipped> lost = new ArrayList<>(losses);
        Collections.sort(lost);
        return new Plan(steps, lost);
    }

    private Step step(Wish wish) throws IOException {
        RepoPath path = wish.path();
        TreeEntry wanted = wish.wanted();
        Ground.Answer above = ground.look(path.parent());
        if (above.blocker() != null && wanted != null) {
            blocked(above.blocker());
        }
        FileStat seen = ground.stat(path);
        if (wish.working()) {
            losses.add(new Skipped(path, "added and not committed"));
        }
        if (seen == null || (wanted == null && wish.saved() == null)) {
            return new Step(path, wanted == null ? Step.Action.FORGET : Step.Action.WRITE, wanted, null);
        }
        if (wanted != null && isAlready(wish, wanted, seen)) {
            boolean retime = isOfOtherTime(wish.saved(), wanted, seen);
            return new Step(path, retime ? Step.Action.RETIME : Step.Action.ADOPT, wanted, seen);
        }
        if (wish.gentle()
                && wanted != null
                && wish.saved() != null
                && Same.entries(wish.saved().entry(), wanted)) {
            return new Step(path, Step.Action.KEEP, wanted, seen);
        }
        if (seen.type() == FileStat.Type.FOLDER) {
            return overFolder(wish, seen);
        }
        boolean asked = wish.saved() == null ? mayLose != MayLose.ANYTHING : !mayLose.force();
        if (asked && !isSaved(wish.saved(), path, seen)) {
            losses.add(new Skipped(path, wish.saved() == null ? "untracked, in the way" : "changed, not added"));
        }
        return new Step(path, wanted == null ? Step.Action.REMOVE : Step.Action.WRITE, wanted, seen);
    }

    /// Whether the file's time is to change: it is not if it was only touched since the version that is wanted.
    private static boolean isOfOtherTime(@Nullable StageEntry saved, TreeEntry wanted, FileStat seen) {
        if (!(wanted instanceof TreeEntry.File file) || file.mtimeNanos() == seen.mtimeNanos()) {
            return false;
        }
        return saved == null
                || !(saved.entry() instanceof TreeEntry.File before)
                || before.mtimeNanos() != file.mtimeNanos();
    }

    /// A folder stands where something else is wanted, or where a tracked file or empty folder was.
    private Step overFolder(Wish wish, FileStat seen) throws IOException {
        RepoPath path = wish.path();
        TreeEntry wanted = wish.wanted();
        if (wanted == null) {
            boolean wasFolder = wish.saved() != null && wish.saved().entry() instanceof TreeEntry.Folder;
            return new Step(path, wasFolder ? Step.Action.REMOVE : Step.Action.FORGET, null, seen);
        }
        for (int row = -1 - stage.find(path); row >= 0 && row < stage.size(); row++) {
            RepoPath below = stage.path(row);
            if (!below.isWithin(path)) {
                break;
            }
            if (!wishes.containsKey(below)) {
                losses.add(new Skipped(below, "added and not committed"));
            }
        }
        PathSet scope = PathSet.of(List.of(path));
        for (DiskChange change : FolderScan.run(folder, stage, scope, false).changes()) {
            boolean untracked = change.kind() == DiskChange.Kind.UNTRACKED
                    && change.stat() != null
                    && change.stat().type() != FileStat.Type.FOLDER;
            if (untracked) {
                losses.add(new Skipped(change.path(), "untracked, in the way"));
            }
        }
        return new Step(path, Step.Action.WRITE, wanted, seen);
    }

    /// Only what is to go anyway may stand where a folder must be.
    private void blocked(RepoPath blocker) {
        Wish wish = wishes.get(blocker);
        if (wish == null || wish.wanted() != null) {
            losses.add(new Skipped(blocker, "stands where a folder must be"));
        }
    }

    private boolean isAlready(Wish wish, TreeEntry wanted, FileStat seen) throws IOException {
        StageEntry saved = wish.saved();
        if (saved != null && Same.entries(saved.entry(), wanted) && isClean(saved, seen)) {
            return true;
        }
        boolean possible = switch (wanted) {
            case TreeEntry.File file ->
                seen.type() == FileStat.Type.FILE
                        && seen.size() == file.content().size();
            case TreeEntry.Link _ -> seen.type() == FileStat.Type.LINK;
            case TreeEntry.Folder _ -> seen.type() == FileStat.Type.FOLDER;
        };
        return possible && check.check(folder.onDisk(wish.path()), wanted).answer() == ContentCheck.Answer.SAME;
    }

    private boolean isSaved(@Nullable StageEntry saved, RepoPath path, FileStat seen) throws IOException {
        if (saved == null) {
            return false;
        }
        if (isClean(saved, seen)) {
            return true;
        }
        ContentCheck.Answer answer =
                check.check(folder.onDisk(path), saved.entry()).answer();
        return answer == ContentCheck.Answer.SAME || answer == ContentCheck.Answer.GONE;
    }

    private boolean isClean(StageEntry saved, FileStat seen) {
        return !mayLose.force() && isUntouched(saved, seen);
    }

    /// Whether what was seen is surely what the stage has.
    static boolean isUntouched(StageEntry saved, FileStat seen) {
        return saved.stat() != null
                && !saved.racy()
                && !saved.conflict()
                && saved.stat().sameAs(seen);
    }

    /// Where `A` and `a` are one file, a tree with both cannot be written.
    private void refuseCaseTwins(List<Wish> wished) throws Refused {
        if (!folder.foldsCase()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Wish wish : wished) {
            String folded = new String(wish.path().toBytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (wish.wanted() != null && !seen.add(folded)) {
                throw new Refused(
                        wish.path().toString(),
                        "another file has the same name but for upper and lower case, and this disk cannot keep both",
                        "Rename one of them where both can be.");
            }
        }
    }
}
