package reel.history.workspace.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.history.diff.Change;
import reel.history.diff.TreeDiff;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.FileStat;
import reel.history.workspace.Ground;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Skipped;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.status.ContentCheck;
import reel.history.workspace.status.DiskChange;
import reel.history.workspace.status.FolderScan;
import reel.store.Chunks;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Makes the working folder look like a tree, or parts of it. The caller holds the workspace's lock.
///
/// Nothing is written before everything was looked at; work that is saved nowhere makes the whole checkout
/// [Refused], unless forced. Make the operation that moves `HEAD` after the checkout: a kill in between leaves
/// new files and the old `HEAD`, and the same command again finishes.
public final class Checkout {
    private static final int MOST_SHOWN = 10;
    private static final String ABORT = "merge --abort";

    private final WorkingFolder folder;
    private final Trees trees;
    private final ContentReader reader;
    private final ContentHasher hasher;
    private final MemoryBudget budget;
    private final Progress progress;
    private final Watch watch;

    public Checkout(WorkingFolder folder, Chunks chunks, MemoryBudget budget, Progress progress) {
        this(folder, chunks, budget, progress, Watch.NOBODY);
    }

    Checkout(WorkingFolder folder, Chunks chunks, MemoryBudget budget, Progress progress, Watch watch) {
        this.folder = folder;
        this.trees = new Trees(chunks);
        this.reader = new ContentReader(chunks, budget);
        this.hasher = new ContentHasher(budget);
        this.budget = budget;
        this.progress = progress;
        this.watch = watch;
    }

    /// From one tree to another: files that differ between them change, all else (work in progress too) stays.
    ///
    /// @param from what `HEAD` has; null before the first commit
    /// @param to   what it will have; null: nothing
    public CheckoutResult switchTree(Stage stage, @Nullable Hash from, @Nullable Hash to) throws IOException {
        if (stage.isMerging()) {
            throw new Refused(
                    "switch",
                    "a merge is begun and not committed",
                    "Run `reel merge --continue` or `reel merge --abort`.");
        }
        List<Wish> wishes = new ArrayList<>();
        for (Change change : changes(from, to)) {
            RepoPath path = change.path();
            TreeEntry after = change.after();
            StageEntry staged = stage.entry(path);
            TreeEntry now = staged == null ? null : staged.entry();
            boolean working = staged != null && !Same.entries(now, change.before()) && !Same.entries(now, after);
            // What is gone already is named all the same: a killed run may have left its folder.
            if (after == null || !after.equals(now)) {
                wishes.add(new Wish(path, after, staged, working, true));
            }
        }
        CheckoutResult result = carryOut(stage, wishes, "switch", true, MayLose.NOTHING);
        return to == null ? result : knownAs(result, to);
    }

    /// Makes stage and disk exactly `tree`: changes of tracked files are thrown away, untracked files stay
    /// unless they are in the way.
    public CheckoutResult resetHard(Stage stage, Hash tree) throws IOException {
        Stage base = StageBuilder.withMerging(stage, false);
        if (stage.isMerging()) {
            new StageFile(folder).write(base);
        }
        FolderScan.Found found = FolderScan.run(folder, base, PathSet.ALL, true);
        Set<RepoPath> dirty = new HashSet<>();
        for (DiskChange change : found.changes()) {
            dirty.add(change.path());
        }
        NavigableMap<RepoPath, Wish> wishes = new TreeMap<>();
        for (int row = 0; row < base.size(); row++) {
            wishes.put(base.path(row), Wish.exactly(base.path(row), null, base.entry(row)));
        }
        forEachLeaf(tree, (path, entry) -> {
            Wish before = wishes.remove(path);
            StageEntry staged = before == null ? null : before.saved();
            boolean untouched =
                    staged != null && !dirty.contains(path) && staged.entry().equals(entry);
            if (!untouched) {
                wishes.put(path, Wish.exactly(path, entry, staged));
            }
        });
        return knownAs(carryOut(base, new ArrayList<>(wishes.values()), "reset", true, MayLose.ANYTHING), tree);
    }

    /// Takes a merge back: what the stage has and `tree` has not, and every conflict, becomes what `tree` has, on
    /// disk too; all else stays. [Refused] where untracked files stand in the way.
    public CheckoutResult undoMerge(Stage stage, Hash tree) throws IOException {
        return knownAs(carryOut(stage, unmerged(stage, tree), ABORT, true, MayLose.TRACKED), tree);
    }

    /// Takes back a merge that was cut off, so that the stage does not say how far it came. [Refused] where a file it
    /// was to change is now neither as before nor as `merged` has it.
    ///
    /// @param merged what was to be put there
    public CheckoutResult undoCutOffMerge(Stage stage, Hash tree, Hash merged) throws IOException {
        NavigableMap<RepoPath, Wish> wishes = new TreeMap<>();
        for (Change change : changes(tree, merged)) {
            RepoPath path = change.path();
            TreeEntry put = change.after();
            StageEntry staged = stage.entry(path);
            StageEntry saved = put == null || (staged != null && Same.entries(staged.entry(), put))
                    ? staged
                    : StageEntry.unseen(path, put);
            wishes.put(path, Wish.exactly(path, change.before(), saved));
        }
        unmerged(stage, tree).forEach(wish -> wishes.putIfAbsent(wish.path(), wish));
        return knownAs(carryOut(stage, List.copyOf(wishes.values()), ABORT, true, MayLose.NOTHING), tree);
    }

    /// @param from null: nothing
    private List<Change> changes(@Nullable Hash from, @Nullable Hash to) throws IOException {
        return new TreeDiff(trees).changes(from == null ? Trees.EMPTY : from, to == null ? Trees.EMPTY : to);
    }

    private List<Wish> unmerged(Stage stage, Hash tree) throws IOException {
        NavigableMap<RepoPath, Wish> wishes = new TreeMap<>();
        for (int row = 0; row < stage.size(); row++) {
            wishes.put(stage.path(row), Wish.exactly(stage.path(row), null, stage.entry(row)));
        }
        forEachLeaf(tree, (path, entry) -> {
            Wish before = wishes.remove(path);
            StageEntry staged = before == null ? null : before.saved();
            boolean merged = staged == null || staged.conflict() || !Same.entries(staged.entry(), entry);
            if (merged) {
                wishes.put(path, Wish.exactly(path, entry, staged));
            }
        });
        return List.copyOf(wishes.values());
    }

    /// Puts `wanted` (null: nothing) at each path, on disk and in the stage, whatever is there.
    public CheckoutResult choose(Stage stage, NavigableMap<RepoPath, @Nullable TreeEntry> wanted) throws IOException {
        List<Wish> wishes = new ArrayList<>();
        wanted.forEach((path, entry) -> wishes.add(Wish.exactly(path, entry, stage.entry(path))));
        return carryOut(stage, wishes, "restore", true, MayLose.ANYTHING);
    }

    /// Makes the stage exactly `tree` and leaves the disk alone. [Refused], unless forced, when staged work would be
    /// lost that is neither in a commit nor left on disk.
    public CheckoutResult resetStage(Stage stage, Hash tree, boolean force, Uncommitted uncommitted)
            throws IOException {
        NavigableMap<RepoPath, @Nullable TreeEntry> wanted = new TreeMap<>();
        for (int row = 0; row < stage.size(); row++) {
            wanted.put(stage.path(row), null);
        }
        StageBuilder builder = new StageBuilder(stage.size());
        forEachLeaf(tree, (path, entry) -> {
            wanted.put(path, entry);
            builder.add(staged(stage.entry(path), path, entry));
        });
        if (!force) {
            requireOnDisk("reset", stage, uncommitted.among(dropped(stage, wanted)));
        }
        Stage next = builder.build(tree);
        new StageFile(folder).write(next);
        return new CheckoutResult(next, 0, 0, 0);
    }

    /// Brings back paths from a tree or from the stage; by force also what only looks as it should, which is
    /// read for that. [Missing] when a named path is in neither, [Refused] when staged work would be lost that is
    /// neither in a commit nor left on disk.
    public CheckoutResult restore(Stage stage, RestoreOptions options, Uncommitted uncommitted) throws IOException {
        NavigableMap<RepoPath, @Nullable TreeEntry> wanted = new TreeMap<>();
        PathSet scope = options.scope();
        for (int row = 0; row < stage.size(); row++) {
            RepoPath path = stage.path(row);
            if (scope.includes(path)) {
                wanted.put(path, options.source() == null ? stage.treeEntry(row) : null);
            }
        }
        if (options.source() != null) {
            forEachLeaf(options.source(), (path, entry) -> {
                if (scope.includes(path)) {
                    wanted.put(path, entry);
                }
            });
        }
        requireFound(scope, wanted);
        Set<RepoPath> working =
                options.toStage() && !options.force() ? uncommitted.among(dropped(stage, wanted)) : Set.of();
        if (!options.toDisk()) {
            requireOnDisk("restore --staged", stage, working);
            return restoreStage(stage, wanted);
        }
        List<Wish> wishes = new ArrayList<>();
        wanted.forEach(
                (path, entry) -> wishes.add(new Wish(path, entry, stage.entry(path), working.contains(path), false)));
        return carryOut(stage, wishes, "restore", options.toStage(), MayLose.by(options.force()));
    }

    /// What the stage has and will not have. A conflict is the merge's work, an empty folder nobody's.
    private static NavigableMap<RepoPath, TreeEntry> dropped(
            Stage stage, NavigableMap<RepoPath, @Nullable TreeEntry> wanted) {
        NavigableMap<RepoPath, TreeEntry> dropped = new TreeMap<>();
        wanted.forEach((path, entry) -> {
            StageEntry staged = stage.entry(path);
            if (staged != null
                    && !staged.conflict()
                    && !(staged.entry() instanceof TreeEntry.Folder)
                    && !Same.entries(staged.entry(), entry)) {
                dropped.put(path, staged.entry());
            }
        });
        return dropped;
    }

    /// What is taken back from the stage alone stays where the disk has the same.
    private void requireOnDisk(String command, Stage stage, Set<RepoPath> working) throws IOException {
        ContentCheck check = new ContentCheck(folder, hasher);
        Ground ground = new Ground(folder);
        List<Skipped> losses = new ArrayList<>();
        for (RepoPath path : working) {
            StageEntry staged = Objects.requireNonNull(stage.entry(path));
            FileStat seen = ground.stat(path);
            boolean here = seen != null
                    && (Planner.isUntouched(staged, seen)
                            || switch (check.check(folder.onDisk(path), staged.entry())
                                    .answer()) {
                                case SAME, MODE_DIFFERS -> true;
                                case GONE, DIFFERS, TYPE_DIFFERS, UNREADABLE -> false;
                            });
            if (!here) {
                losses.add(new Skipped(path, "added, not committed, and no longer so on disk"));
            }
        }
        if (!losses.isEmpty()) {
            throw refusal(command, losses);
        }
    }

    private static void requireFound(PathSet scope, NavigableMap<RepoPath, @Nullable TreeEntry> wanted) throws Missing {
        for (RepoPath path : scope.paths()) {
            RepoPath next = wanted.ceilingKey(path);
            if (next == null || !next.isWithin(path)) {
                throw new Missing(path.toString(), "is not there to restore", "Check the spelling and the revision.");
            }
        }
        for (String pattern : scope.patternsWithout(wanted.keySet())) {
            throw new Missing(pattern, "matches nothing there to restore", "Check the spelling and the revision.");
        }
    }

    private CheckoutResult restoreStage(Stage stage, NavigableMap<RepoPath, @Nullable TreeEntry> wanted)
            throws IOException {
        NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        wanted.forEach(
                (path, entry) -> changes.put(path, entry == null ? null : staged(stage.entry(path), path, entry)));
        Stage next = StageBuilder.edit(stage, changes);
        new StageFile(folder).write(next);
        return new CheckoutResult(next, 0, 0, 0);
    }

    /// `entry` as the stage will have it: what was known of the disk stays known if it looks the same.
    private static StageEntry staged(@Nullable StageEntry before, RepoPath path, TreeEntry entry) {
        return before != null && Same.entries(before.entry(), entry)
                ? new StageEntry(path, entry, before.stat(), before.racy(), false)
                : StageEntry.unseen(path, entry);
    }

    /// Receives a tree's files, links and empty folders.
    @FunctionalInterface
    private interface LeafSink {
        void leaf(RepoPath path, TreeEntry entry);
    }

    private void forEachLeaf(Hash tree, LeafSink sink) throws IOException {
        trees.walk(tree, (path, entry) -> {
            if (entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY)) {
                return true;
            }
            sink.leaf(path, entry);
            return false;
        });
    }

    private CheckoutResult carryOut(Stage stage, List<Wish> wishes, String command, boolean toStage, MayLose mayLose)
            throws IOException {
        Plan plan = new Planner(folder, stage, hasher, mayLose).plan(wishes);
        if (mayLose != MayLose.ANYTHING && !plan.losses().isEmpty()) {
            throw refusal(command, plan.losses());
        }
        folder.clearTemporary();
        Placement placement = new Placement(folder, reader, budget, mayLose.force(), watch);
        return new Apply(folder, placement, progress, stage, toStage).run(plan);
    }

    private static Refused refusal(String command, List<Skipped> losses) {
        StringBuilder list = new StringBuilder("would lose work that is saved nowhere:");
        for (Skipped loss : losses.subList(0, Math.min(losses.size(), MOST_SHOWN))) {
            list.append("\n  ")
                    .append(loss.path())
                    .append(" (")
                    .append(loss.reason())
                    .append(')');
        }
        if (losses.size() > MOST_SHOWN) {
            list.append("\n  and ").append(losses.size() - MOST_SHOWN).append(" more");
        }
        return new Refused(
                command,
                list.toString(),
                command.equals(ABORT)
                        ? "Move it elsewhere first."
                        : "Add and commit it first, or use --force to throw it away.");
    }

    /// If the stage is now exactly `tree`, it says so, and the next status need not read the tree.
    private CheckoutResult knownAs(CheckoutResult result, Hash tree) throws IOException {
        Stage stage = result.stage();
        if (tree.equals(stage.tree()) || !equalTo(stage, tree)) {
            return result;
        }
        Stage known = StageBuilder.withTree(stage, tree);
        new StageFile(folder).write(known);
        return new CheckoutResult(known, result.written(), result.removed(), result.bytes());
    }

    private boolean equalTo(Stage stage, Hash tree) throws IOException {
        int[] row = {0};
        boolean[] equal = {true};
        forEachLeaf(tree, (path, entry) -> {
            int at = row[0]++;
            equal[0] &= at < stage.size()
                    && !stage.isConflict(at)
                    && stage.path(at).equals(path)
                    && stage.treeEntry(at).equals(entry);
        });
        return equal[0] && row[0] == stage.size();
    }
}
