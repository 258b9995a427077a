package reel.history.workspace.checkout;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.ContentWriter;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileProgress;
import reel.history.workspace.FileStat;
import reel.history.workspace.Ground;
import reel.history.workspace.Progress;
import reel.history.workspace.Workers;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;

/// Carries out a plan: what stands in the way goes first, files come, the rest goes, the stage follows. One
/// file that cannot be had does not keep the others from coming.
final class Apply {
    /// Files between two durable stages, so that a kill in a long checkout costs little.
    private static final int BATCH_STEPS = 50_000;

    private static final long BATCH_BYTES = 16L << 30;

    /// Small files that become durable together; so many lie beside those they replace.
    private static final int GROUP_STEPS = 4096;

    private static final long GROUP_BYTES = 128 << 20;

    private final WorkingFolder folder;
    private final Placement placement;
    private final Progress progress;
    private final boolean toStage;
    private Stage stage;

    // Guarded by this.
    private NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
    private final List<IOException> failures = new ArrayList<>();
    private long written;
    private long removed;
    private long bytes;

    /// @param toStage whether the stage takes over what is put in place; else only its stats
    Apply(WorkingFolder folder, Placement placement, Progress progress, Stage stage, boolean toStage) {
        this.folder = folder;
        this.placement = placement;
        this.progress = progress;
        this.stage = stage;
        this.toStage = toStage;
    }

    CheckoutResult run(Plan plan) throws IOException {
        requireSpace(spaceFor(plan));
        List<Step> writes = new ArrayList<>();
        List<Step> removals = new ArrayList<>();
        List<RepoPath> emptied = new ArrayList<>();
        for (Step step : plan.steps()) {
            switch (step.action()) {
                case WRITE -> writes.add(step);
                case REMOVE -> removals.add(step);
                case ADOPT -> adopt(step, step.seen());
                case RETIME -> retime(step);
                case KEEP -> keep(step);
                case FORGET -> {
                    emptied.add(step.path());
                    staged(step.path(), null);
                }
            }
        }
        progress.begin("checkout", writes.size(), plan.bytesToWrite());
        try {
            Set<Step> early = inTheWay(writes, removals);
            for (Step step : removals) {
                if (early.contains(step)) {
                    remove(step);
                }
            }
            writeAll(writes);
            for (Step step : removals) {
                if (!early.contains(step)) {
                    remove(step);
                }
            }
        } finally {
            saveStage();
        }
        removals.forEach(step -> emptied.add(step.path()));
        removeEmptyFolders(emptied);
        placement.makeNamesDurable();
        throwFailures();
        return new CheckoutResult(stage, written, removed, bytes);
    }

    /// What there must be room for at most: how much more the files take, and those that wait under the old names
    /// until what replaces them is durable.
    static long spaceFor(Plan plan) {
        long more = 0;
        long largest = 0;
        long all = 0;
        for (Step step : plan.steps()) {
            if (step.action() == Step.Action.WRITE) {
                FileStat seen = step.seen();
                long old = seen == null ? 0 : seen.size();
                more += step.bytes() - old;
                largest = Math.max(largest, old);
                all += old;
            }
        }
        return more + Math.max(largest, Math.min(all, GROUP_BYTES));
    }

    private void requireSpace(long needed) throws IOException {
        long usable = Files.getFileStore(folder.meta()).getUsableSpace();
        if (needed > usable) {
            throw new Exhausted(
                    folder.root().toString(),
                    "needs " + needed + " bytes of disk, " + usable + " are free; nothing was changed",
                    "Free some space, then run the command again.");
        }
    }

    /// Removals that must come before a write: a file where a folder must be, or inside a folder where a file
    /// must be.
    private static Set<Step> inTheWay(List<Step> writes, List<Step> removals) {
        TreeSet<RepoPath> wanted = new TreeSet<>();
        writes.forEach(step -> wanted.add(step.path()));
        Set<Step> early = new HashSet<>();
        for (Step step : removals) {
            RepoPath next = wanted.higher(step.path());
            boolean blocks = next != null && next.isWithin(step.path());
            for (RepoPath above = step.path().parent(); above != null && !blocks; above = above.parent()) {
                blocks = wanted.contains(above);
            }
            if (blocks) {
                early.add(step);
            }
        }
        return early;
    }

    private void writeAll(List<Step> writes) throws IOException {
        int from = 0;
        while (from < writes.size()) {
            int to = from;
            long batch = 0;
            while (to < writes.size() && to - from < BATCH_STEPS && batch < BATCH_BYTES) {
                batch += writes.get(to++).bytes();
            }
            if (from > 0) {
                saveStage();
            }
            List<Step> part = writes.subList(from, to);
            writeSmall(part.stream()
                    .filter(step -> step.bytes() <= ContentWriter.SMALL_BYTES)
                    .toList());
            for (Step step : part) {
                if (step.bytes() > ContentWriter.SMALL_BYTES) {
                    writeTogether(List.of(step));
                }
            }
            from = to;
        }
    }

    private void writeSmall(List<Step> steps) throws IOException {
        List<Step> group = new ArrayList<>();
        long groupBytes = 0;
        for (Step step : steps) {
            group.add(step);
            groupBytes += step.bytes();
            if (group.size() == GROUP_STEPS || groupBytes >= GROUP_BYTES) {
                writeTogether(group);
                group.clear();
                groupBytes = 0;
            }
        }
        writeTogether(group);
    }

    /// Makes all under other names, waits once until they are durable, and puts them where they belong.
    private void writeTogether(List<Step> steps) throws IOException {
        Queue<Placement.Made> made = new ConcurrentLinkedQueue<>();
        Queue<Step> folders = new ConcurrentLinkedQueue<>();
        Workers.run("checkout", steps.size(), i -> make(steps.get(i), made, folders));
        List<Placement.Made> all = List.copyOf(made);
        try {
            placement.makeDurable(all);
            Workers.run("checkout", all.size(), i -> place(all.get(i).step(), all.get(i)));
        } catch (IOException | RuntimeException | Error failure) {
            for (Placement.Made left : all) {
                Files.deleteIfExists(left.path());
            }
            throw failure;
        }
        for (Step step : folders) {
            place(step, null);
        }
    }

    private static TreeEntry wanted(Step step) {
        TreeEntry wanted = step.wanted();
        if (wanted == null) {
            throw new IllegalArgumentException("nothing to write at " + step.path());
        }
        return wanted;
    }

    private void make(Step step, Queue<Placement.Made> made, Queue<Step> folders) throws IOException {
        FileProgress moving = new FileProgress(progress, step.bytes());
        try {
            Placement.Made ready = placement.make(step, wanted(step), moving);
            if (ready == null) {
                folders.add(step);
            } else {
                made.add(ready);
            }
        } catch (Corrupt | Missing | Conflict failed) {
            failed(failed);
        } catch (FileSystemException failed) {
            failed(new IOException(step.path() + ": cannot be written: " + failed.getMessage(), failed));
        }
        moving.end();
    }

    private void place(Step step, Placement.@Nullable Made made) throws IOException {
        try {
            StageEntry entry = placement.place(step, wanted(step), made);
            synchronized (this) {
                written++;
                bytes += step.bytes();
                staged(step.path(), entry);
            }
        } catch (Corrupt | Missing | Conflict failed) {
            failed(failed);
        } catch (FileSystemException failed) {
            failed(new IOException(step.path() + ": cannot be written: " + failed.getMessage(), failed));
        }
    }

    private void remove(Step step) throws IOException {
        try {
            placement.remove(step);
            synchronized (this) {
                removed++;
                staged(step.path(), null);
            }
        } catch (Conflict failed) {
            failed(failed);
        } catch (FileSystemException failed) {
            failed(new IOException(step.path() + ": cannot be removed: " + failed.getMessage(), failed));
        }
    }

    private synchronized void failed(IOException failure) {
        failures.add(failure);
    }

    /// The disk has it already: its stat is remembered, but proves nothing if it was not known before.
    private void adopt(Step step, @Nullable FileStat stat) {
        TreeEntry wanted = step.wanted();
        if (wanted != null && stat != null) {
            staged(step.path(), StageEntry.seen(step.path(), wanted, stat, isRacy(step.path(), wanted, stat)));
        }
    }

    private boolean isRacy(RepoPath path, TreeEntry wanted, FileStat stat) {
        StageEntry now = stage.entry(path);
        if (now == null || now.stat() == null || !Same.entries(now.entry(), wanted)) {
            return true;
        }
        return now.racy() || !now.stat().sameAs(stat);
    }

    private void retime(Step step) throws IOException {
        if (step.wanted() instanceof TreeEntry.File file) {
            adopt(step, placement.retime(step, file));
        }
    }

    private void keep(Step step) {
        TreeEntry wanted = step.wanted();
        if (wanted != null) {
            staged(step.path(), StageEntry.unseen(step.path(), wanted));
        }
    }

    private synchronized void staged(RepoPath path, @Nullable StageEntry entry) {
        if (toStage) {
            changes.put(path, entry);
            return;
        }
        StageEntry now = stage.entry(path);
        if (now != null && entry != null && Same.entries(now.entry(), entry.entry())) {
            changes.put(path, new StageEntry(path, now.entry(), entry.stat(), entry.racy(), now.conflict()));
        }
    }

    /// What the stage says of the disk is on the disk before it says so.
    private synchronized void saveStage() throws IOException {
        placement.makeNamesDurable();
        Stage next = StageBuilder.edit(stage, changes);
        changes = new TreeMap<>();
        if (next != stage) {
            new StageFile(folder).write(next);
            stage = next;
        }
    }

    /// Folders that held nothing but what was removed go too, unless they are tracked as empty ones.
    private void removeEmptyFolders(List<RepoPath> emptied) throws IOException {
        NavigableSet<RepoPath> parents = new TreeSet<>();
        for (RepoPath path : emptied) {
            RepoPath above = path.parent();
            while (above != null && parents.add(above)) {
                above = above.parent();
            }
        }
        // Looked at afresh: what lies behind a link is none of ours.
        Ground ground = new Ground(folder);
        for (RepoPath path : parents.descendingSet()) {
            if (ground.look(path).state() == Ground.State.FOLDER && !stage.holds(path)) {
                placement.removeIfEmpty(folder.onDisk(path));
            }
        }
    }

    private void throwFailures() throws IOException {
        if (!failures.isEmpty()) {
            IOException first = failures.getFirst();
            for (IOException other : failures.subList(1, failures.size())) {
                first.addSuppressed(other);
            }
            throw first;
        }
    }
}
