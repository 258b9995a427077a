package reel.history.workspace.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentWriter;
import reel.history.tree.RepoPath;
import reel.history.tree.Trees;
import reel.history.workspace.FolderClock;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.hash.Hash;

/// Makes a [Status]: stats first, content only where they prove nothing. Takes no lock, so nothing blocks it;
/// what it learnt from reading is written back to the stage only if nobody holds the lock.
public final class StatusScan {
    private final WorkingFolder folder;
    private final Trees trees;
    private final ContentHasher hasher;

    public StatusScan(WorkingFolder folder, Trees trees, ContentHasher hasher) {
        this.folder = folder;
        this.trees = trees;
        this.hasher = hasher;
    }

    /// @param headTree the tree of the commit this folder stands on; null before the first
    public Status run(Stage stage, @Nullable Hash headTree, PathSet scope) throws IOException {
        FolderScan.Found found = FolderScan.run(folder, stage, scope, true);
        List<Change> staged = StagedChanges.of(trees, headTree, stage, scope);
        List<Change> unstaged = new ArrayList<>();
        List<RepoPath> untracked = new ArrayList<>();
        List<RepoPath> conflicts = new ArrayList<>();
        List<DiskChange> suspects = new ArrayList<>();
        for (DiskChange change : found.changes()) {
            if (change.row() >= 0 && stage.isConflict(change.row())) {
                conflicts.add(change.path());
                continue;
            }
            switch (change.kind()) {
                case UNTRACKED -> untracked.add(change.path());
                case GONE -> unstaged.add(Change.of(change.path(), Change.Kind.REMOVED));
                case SUSPECT -> suspects.add(change);
            }
        }
        List<Skipped> skipped = new ArrayList<>(found.skipped());
        if (!suspects.isEmpty()) {
            settle(stage, suspects, unstaged, skipped);
        }
        unstaged.sort(null);
        skipped.sort(null);
        List<Skipped> unread =
                skipped.stream().filter(one -> stage.holds(one.path())).toList();
        return new Status(staged, unstaged, untracked, found.ignored(), conflicts, skipped, unread, stage.size());
    }

    private void settle(Stage stage, List<DiskChange> suspects, List<Change> unstaged, List<Skipped> skipped)
            throws IOException {
        FolderClock clock = clock();
        long now = clock == null ? 0 : clock.nowNanos();
        Map<RepoPath, String> unreadable = new ConcurrentHashMap<>();
        List<ContentCheck.Checked> checked = check(stage, suspects, unreadable);
        NavigableMap<RepoPath, @Nullable StageEntry> fresh = new TreeMap<>();
        for (int i = 0; i < suspects.size(); i++) {
            RepoPath path = suspects.get(i).path();
            ContentCheck.Checked answer = checked.get(i);
            switch (answer.answer()) {
                case SAME -> {
                    if (clock != null && answer.stat() != null) {
                        boolean racy = clock.isRacy(answer.stat().mtimeNanos(), now);
                        fresh.put(
                                path,
                                StageEntry.seen(
                                        path, stage.treeEntry(suspects.get(i).row()), answer.stat(), racy));
                    }
                }
                case MODE_DIFFERS -> unstaged.add(Change.of(path, Change.Kind.MODE));
                case DIFFERS -> unstaged.add(Change.of(path, Change.Kind.MODIFIED));
                case TYPE_DIFFERS -> unstaged.add(Change.of(path, Change.Kind.TYPE));
                case GONE -> unstaged.add(Change.of(path, Change.Kind.REMOVED));
                case UNREADABLE -> skipped.add(new Skipped(path, unreadable.getOrDefault(path, "")));
            }
        }
        if (!fresh.isEmpty()) {
            remember(stage, fresh);
        }
    }

    /// @param unreadable takes why files could not be read
    private List<ContentCheck.Checked> check(Stage stage, List<DiskChange> suspects, Map<RepoPath, String> unreadable)
            throws IOException {
        ContentCheck check = new ContentCheck(folder, hasher);
        List<@Nullable CpuTask<ContentCheck.Checked>> small = new ArrayList<>();
        List<ContentCheck.Checked> checked = new ArrayList<>();
        try {
            for (DiskChange suspect : suspects) {
                boolean isSmall = stage.contentSize(suspect.row()) <= ContentWriter.SMALL_BYTES;
                small.add(isSmall ? CpuPool.submit(() -> checkOne(check, stage, suspect, unreadable)) : null);
            }
            for (int i = 0; i < suspects.size(); i++) {
                CpuTask<ContentCheck.Checked> waiting = small.get(i);
                checked.add(waiting == null ? checkOne(check, stage, suspects.get(i), unreadable) : waiting.await());
            }
        } finally {
            for (CpuTask<ContentCheck.Checked> task : small) {
                if (task != null) {
                    task.stop();
                }
            }
        }
        return checked;
    }

    private ContentCheck.Checked checkOne(
            ContentCheck check, Stage stage, DiskChange suspect, Map<RepoPath, String> unreadable) throws IOException {
        return check.check(
                folder.onDisk(suspect.path()),
                stage.treeEntry(suspect.row()),
                reason -> unreadable.put(suspect.path(), reason));
    }

    /// The folder's clock, or null where nothing can be written: then nothing is remembered either.
    private @Nullable FolderClock clock() {
        try {
            return FolderClock.read(folder.temporary());
        } catch (IOException readOnly) {
            return null;
        }
    }

    /// Writes new stats to the stage, if it is still the same and nobody is busy with it. Only saves time, so a
    /// failure to write is no failure.
    private void remember(Stage stage, NavigableMap<RepoPath, @Nullable StageEntry> fresh) {
        try (WorkspaceLock lock = WorkspaceLock.tryAcquire(folder)) {
            if (lock == null) {
                return;
            }
            StageFile file = new StageFile(folder);
            Stage now = file.read();
            if (now != null && now.isSameAs(stage)) {
                file.write(StageBuilder.edit(stage, fresh));
            }
        } catch (IOException notNow) {
            // The next command that may write does it.
        }
    }
}
