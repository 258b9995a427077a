package reel.history.workspace.add;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentWriter;
import reel.history.tree.RepoPath;
import reel.history.workspace.FileProgress;
import reel.history.workspace.FileStat;
import reel.history.workspace.FolderClock;
import reel.history.workspace.Ground;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Skipped;
import reel.history.workspace.Workers;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.rules.AttributeTable;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.status.ContentCheck;
import reel.history.workspace.status.DiskChange;
import reel.history.workspace.status.FolderScan;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;

/// Adds what changed on disk: contents to the store, entries to the stage. The caller holds the workspace's lock.
///
/// Small files go side by side in path order, so that a folder's files lie together in the packs; large ones
/// follow one at a time, each taking all processors. A stage is written only after every chunk it names is
/// durable; a long add does so every now and then, so that a kill costs the last part only.
public final class Adder {
    /// A minute or so of work between two durable states.
    private static final long BATCH_BYTES = 16L << 30;

    private static final int BATCH_FILES = 100_000;

    /// As much hashing is worth having its fast code compiled from the start.
    private static final long WARM_BYTES = 64L << 20;

    private final WorkingFolder folder;
    private final Chunks chunks;
    private final MemoryBudget budget;
    private final SettingsChooser chooser;
    private final Progress progress;

    public Adder(WorkingFolder folder, Chunks chunks, MemoryBudget budget, SettingsChooser chooser, Progress progress) {
        this.folder = folder;
        this.chunks = chunks;
        this.budget = budget;
        this.chooser = chooser;
        this.progress = progress;
    }

    /// Adds what differs from `stage`, which is the one on disk. [Missing] when a path of the scope is neither
    /// on disk nor tracked, [Refused] when it is reached through a link.
    public AddResult add(Stage stage, AddOptions options) throws IOException {
        requireKnown(stage, options.scope());
        FolderScan.Found found = FolderScan.run(folder, stage, options.scope(), !options.force());
        requireMatched(stage, options.scope(), found);
        List<DiskChange> work = new ArrayList<>();
        Tally tally = new Tally(found.clean());
        tally.skipped.addAll(found.skipped());
        explicitlyIgnored(options.scope(), found.ignored(), tally);
        for (DiskChange change : found.changes()) {
            if (change.kind() == DiskChange.Kind.GONE) {
                tally.gone(change.path());
            } else if (change.kind() == DiskChange.Kind.SUSPECT || !options.trackedOnly()) {
                work.add(change);
            }
        }
        if (options.dryRun()) {
            return foretell(stage, work, tally);
        }
        try (ChunkWriter writer = chunks.writer()) {
            Stage now = addAll(stage, work, tally, writer);
            return tally.result(now, writer.stored());
        }
    }

    private void requireKnown(Stage stage, PathSet scope) throws IOException {
        Ground ground = new Ground(folder);
        for (RepoPath path : scope.paths()) {
            if (stage.holds(path)) {
                continue;
            }
            ground.requireReachable(path);
            if (ground.stat(path) == null) {
                throw new Missing(path.toString(), "is neither here nor tracked", "Check the spelling.");
            }
        }
    }

    /// What is tracked and unchanged counts as well.
    private static void requireMatched(Stage stage, PathSet scope, FolderScan.Found found) throws Missing {
        List<RepoPath> met = new ArrayList<>();
        found.changes().forEach(change -> met.add(change.path()));
        found.skipped().forEach(skipped -> met.add(skipped.path()));
        if (!scope.patternsWithout(met).isEmpty()) {
            stage.entries().forEach(entry -> met.add(entry.path()));
        }
        for (String pattern : scope.patternsWithout(met)) {
            throw new Missing(
                    pattern,
                    "matches nothing here and nothing tracked",
                    "Check the spelling; what .reelignore excludes needs --force.");
        }
    }

    /// Naming a path that rules exclude is most likely a mistake, so it is said.
    private static void explicitlyIgnored(PathSet scope, List<RepoPath> ignored, Tally tally) {
        for (RepoPath path : scope.paths()) {
            if (ignored.stream().anyMatch(path::isWithin)) {
                tally.skipped.add(new Skipped(path, "ignored by .reelignore; use --force to add it all the same"));
            }
        }
    }

    private Stage addAll(Stage stage, List<DiskChange> work, Tally tally, ChunkWriter writer) throws IOException {
        long bytes = work.stream().mapToLong(Adder::size).sum();
        if (bytes >= WARM_BYTES) {
            Blake3.warmUp();
        }
        progress.begin("add", work.size(), bytes);
        KnownContents known = KnownContents.of(
                stage,
                work.stream()
                        .map(Adder::size)
                        .filter(size -> size > ContentWriter.SMALL_BYTES)
                        .toList());
        FileIntake intake = new FileIntake(
                folder,
                FolderClock.read(folder.temporary()),
                new ContentWriter(writer, budget),
                new ContentHasher(budget),
                AttributeTable.open(folder),
                chooser,
                known);
        StageFile file = new StageFile(folder);
        Stage now = stage;
        int from = 0;
        do {
            int to = batchEnd(work, from);
            take(stage, work.subList(from, to), intake, tally);
            Stage next = StageBuilder.edit(now, tally.takeChanges());
            if (next != now) {
                writer.flush();
                file.write(next);
                now = next;
            }
            from = to;
        } while (from < work.size());
        return now;
    }

    private static int batchEnd(List<DiskChange> work, int from) {
        long bytes = 0;
        int to = from;
        while (to < work.size() && to - from < BATCH_FILES && bytes < BATCH_BYTES) {
            bytes += size(work.get(to++));
        }
        return to;
    }

    private static long size(DiskChange change) {
        FileStat stat = change.stat();
        return stat == null || stat.type() != FileStat.Type.FILE ? 0 : stat.size();
    }

    private void take(Stage stage, List<DiskChange> work, FileIntake intake, Tally tally) throws IOException {
        AtomicReferenceArray<@Nullable Outcome> outcomes = new AtomicReferenceArray<>(work.size());
        Workers.run("add", work.size(), at -> {
            if (size(work.get(at)) <= ContentWriter.SMALL_BYTES) {
                outcomes.set(at, takeOne(stage, work.get(at), intake));
            }
        });
        for (int at = 0; at < work.size(); at++) {
            Outcome outcome = outcomes.get(at);
            if (outcome == null) {
                outcome = takeOne(stage, work.get(at), intake);
            }
            tally.count(work.get(at), outcome);
        }
    }

    private Outcome takeOne(Stage stage, DiskChange change, FileIntake intake) throws IOException {
        StageEntry before = change.row() < 0 ? null : stage.entry(change.row());
        FileProgress moving = new FileProgress(progress, size(change));
        Outcome outcome = intake.take(change.path(), before, moving);
        moving.end();
        return outcome;
    }

    private AddResult foretell(Stage stage, List<DiskChange> work, Tally tally) throws IOException {
        ContentCheck check = new ContentCheck(folder, new ContentHasher(budget));
        for (DiskChange change : work) {
            if (change.row() < 0) {
                tally.added.add(change.path());
                continue;
            }
            ContentCheck.Checked checked = check.check(
                    folder.onDisk(change.path()),
                    stage.treeEntry(change.row()),
                    reason -> tally.skipped.add(new Skipped(change.path(), reason)));
            switch (checked.answer()) {
                case SAME -> tally.unchanged++;
                case GONE -> tally.removed.add(change.path());
                case UNREADABLE -> {}
                case MODE_DIFFERS, DIFFERS, TYPE_DIFFERS -> tally.modified.add(change.path());
            }
        }
        return tally.result(stage, new ChunkWriter.Stored(0, 0, 0, 0, 0));
    }

    /// What happened so far.
    private static final class Tally {
        private final List<RepoPath> added = new ArrayList<>();
        private final List<RepoPath> modified = new ArrayList<>();
        private final List<RepoPath> removed = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        private long unchanged;
        private long bytes;

        Tally(long clean) {
            this.unchanged = clean;
        }

        void gone(RepoPath path) {
            removed.add(path);
            changes.put(path, null);
        }

        void count(DiskChange change, Outcome outcome) {
            RepoPath path = change.path();
            switch (outcome) {
                case Outcome.Stored stored -> {
                    (change.row() < 0 ? added : modified).add(path);
                    changes.put(path, stored.entry());
                    bytes += stored.bytes();
                }
                case Outcome.Same same -> {
                    unchanged++;
                    changes.put(path, same.entry());
                    bytes += same.bytes();
                }
                case Outcome.Vanished _ -> {
                    if (change.row() < 0) {
                        skipped.add(new Skipped(path, "it vanished while it was added"));
                    } else {
                        gone(path);
                    }
                }
                case Outcome.Unusable unusable -> skipped.add(new Skipped(path, unusable.reason()));
            }
        }

        NavigableMap<RepoPath, @Nullable StageEntry> takeChanges() {
            NavigableMap<RepoPath, @Nullable StageEntry> taken = changes;
            changes = new TreeMap<>();
            return taken;
        }

        AddResult result(Stage stage, ChunkWriter.Stored stored) {
            removed.sort(null);
            skipped.sort(null);
            return new AddResult(stage, added, modified, removed, unchanged, skipped, bytes, stored);
        }
    }
}
