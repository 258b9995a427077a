package reel.history.workspace.checkout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.backend.Durable;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileProgress;
import reel.history.workspace.FileStat;
import reel.history.workspace.FolderClock;
import reel.history.workspace.NativeNames;
import reel.history.workspace.Workers;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.stage.StageEntry;
import reel.stream.Conflict;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Puts single entries on disk: written under another name, verified, given their times and mode, made durable,
/// renamed. A kill or a power failure at any moment leaves the old file or the new one. Safe for use by many
/// threads.
final class Placement {
    private final WorkingFolder folder;
    private final ContentReader reader;
    private final MemoryBudget budget;
    private final FolderClock clock;
    private final boolean force;
    private final Watch watch;
    private final Path temporary;
    private final AtomicLong names = new AtomicLong();
    private final Set<RepoPath> folders = ConcurrentHashMap.newKeySet();
    /// Folders in which names changed that may not be durable.
    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    Placement(WorkingFolder folder, ContentReader reader, MemoryBudget budget, boolean force, Watch watch)
            throws IOException {
        this.folder = folder;
        this.reader = reader;
        this.budget = budget;
        this.force = force;
        this.watch = watch;
        this.temporary = folder.temporary();
        this.clock = FolderClock.read(temporary);
    }

    /// A file or link that is complete under another name, and perhaps not durable yet.
    record Made(Step step, TreeEntry wanted, Path path, FileStat stat) {}

    /// Makes what `step` wants under another name; a folder is nothing to make.
    @Nullable
    Made make(Step step, TreeEntry wanted, FileProgress moving) throws IOException {
        if (wanted instanceof TreeEntry.Folder) {
            return null;
        }
        Path made = temporary.resolve("checkout-" + names.incrementAndGet());
        boolean done = false;
        try {
            switch (wanted) {
                case TreeEntry.File file -> writeFile(made, file, moving);
                case TreeEntry.Link link -> {
                    watch.before("link", made);
                    Files.createSymbolicLink(made, NativeNames.targetPath(link.target()));
                }
                case TreeEntry.Folder _ -> throw new IllegalStateException("a folder is made in place");
            }
            Made ready = new Made(step, wanted, made, FileStat.of(made));
            done = true;
            return ready;
        } finally {
            if (!done) {
                Files.deleteIfExists(made);
            }
        }
    }

    /// Waits until the bytes of files are on the disk. Else their names could be there before them, with the size and
    /// the time that the stage trusts.
    void makeDurable(List<Made> all) throws IOException {
        Durable.files(all.stream()
                .filter(made -> made.wanted() instanceof TreeEntry.File)
                .map(Made::path)
                .toList());
    }

    /// Puts what was made and is durable (or the folder that `step` wants) where it belongs, and says how the stage is
    /// to remember it. [Conflict] when the disk is not any more what the plan saw.
    StageEntry place(Step step, TreeEntry wanted, @Nullable Made made) throws IOException {
        Path target = folder.onDisk(step.path());
        makeFolder(step.path().parent());
        if (made == null) {
            clearWay(step, target);
            makeFolder(step.path());
            return StageEntry.seen(step.path(), wanted, FileStat.of(target), false);
        }
        try {
            clearWay(step, target);
            watch.before("rename", target);
            long now = clock.nowNanos();
            Files.move(made.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            nameChanged(target);
            return remembered(step.path(), wanted, made.stat(), FileStat.of(target), now);
        } finally {
            Files.deleteIfExists(made.path());
        }
    }

    /// Somebody may have written to the file since it has its name: then its stat is not that of what was put
    /// there.
    private StageEntry remembered(RepoPath path, TreeEntry wanted, FileStat made, FileStat placed, long now) {
        boolean untouched = made.type() == placed.type()
                && made.size() == placed.size()
                && made.mtimeNanos() == placed.mtimeNanos()
                && made.inode() == placed.inode();
        return untouched
                ? StageEntry.seen(path, wanted, placed, clock.isRacy(placed.mtimeNanos(), now))
                : StageEntry.unseen(path, wanted);
    }

    private void writeFile(Path made, TreeEntry.File file, FileProgress moving) throws IOException {
        watch.before("create", made);
        Content content = file.content();
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            FileSink sink = new FileSink(channel);
            if (content.height() > 0) {
                reader.copyTo(content, moving.of(sink));
            } else if (content.size() > 0) {
                try (Lease lease = budget.lease(content.size())) {
                    reader.read(content, 0, lease.segment());
                    sink.write(0, lease.segment());
                }
            }
            sink.finish(content.size());
        }
        watch.before("times", made);
        if (file.executable() && folder.keepsExecutable()) {
            makeExecutable(made);
        }
        Files.setLastModifiedTime(made, FileTime.from(file.mtimeNanos(), TimeUnit.NANOSECONDS));
    }

    private void nameChanged(Path path) {
        Path parent = path.getParent();
        if (parent != null) {
            changed.add(parent);
        }
    }

    /// Waits until every name that came or went is on the disk.
    void makeNamesDurable() throws IOException {
        List<Path> all = List.copyOf(changed);
        changed.clear();
        Workers.run("sync", all.size(), i -> {
            // A folder that is gone, or that a file or a link replaced, lost its own name in one that is among these.
            FileStat now = FileStat.ifThere(all.get(i));
            if (now != null && now.type() == FileStat.Type.FOLDER) {
                Durable.folder(all.get(i));
            }
        });
    }

    /// Whoever may read it may run it.
    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        mode.add(PosixFilePermission.OWNER_EXECUTE);
        if (mode.contains(PosixFilePermission.GROUP_READ)) {
            mode.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (mode.contains(PosixFilePermission.OTHERS_READ)) {
            mode.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(file, mode);
    }

    /// Makes the folder and those above it, never through a link. What stands in the way goes only by force.
    private void makeFolder(@Nullable RepoPath path) throws IOException {
        if (path == null || folders.contains(path)) {
            return;
        }
        makeFolder(path.parent());
        Path onDisk = folder.onDisk(path);
        FileStat stat = FileStat.ifThere(onDisk);
        if (stat != null && stat.type() != FileStat.Type.FOLDER) {
            if (!force) {
                throw changed(path);
            }
            watch.before("remove", onDisk);
            Files.delete(onDisk);
            nameChanged(onDisk);
            stat = null;
        }
        if (stat == null) {
            watch.before("folder", onDisk);
            Files.createDirectories(onDisk);
            nameChanged(onDisk);
        }
        folders.add(path);
    }

    /// Checks that the plan still holds, and empties the place if a folder stands there, or anything else where a
    /// folder is wanted.
    private void clearWay(Step step, Path target) throws IOException {
        FileStat now = FileStat.ifThere(target);
        FileStat seen = step.seen();
        boolean isFolder = now != null && now.type() == FileStat.Type.FOLDER;
        if (!force && !isFolder && !(seen == null ? now == null : now == null || seen.sameAs(now))) {
            throw changed(step.path());
        }
        boolean wantsFolder = step.wanted() instanceof TreeEntry.Folder;
        if (isFolder && !wantsFolder) {
            removeFolders(step.path(), target);
            nameChanged(target);
        } else if (now != null && !isFolder && wantsFolder) {
            watch.before("remove", target);
            Files.delete(target);
            nameChanged(target);
        }
    }

    private void removeFolders(RepoPath path, Path top) throws IOException {
        folders.clear();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes stat) throws IOException {
                if (!force) {
                    throw changed(path);
                }
                watch.before("remove", file);
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException failure) throws IOException {
                watch.before("remove", below);
                Files.delete(below);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Gives a file that has the right bytes the right time.
    FileStat retime(Step step, TreeEntry.File file) throws IOException {
        Path target = folder.onDisk(step.path());
        FileStat seen = step.seen();
        if (seen != null && seen.sameAs(FileStat.of(target))) {
            watch.before("times", target);
            Files.setLastModifiedTime(target, FileTime.from(file.mtimeNanos(), TimeUnit.NANOSECONDS));
            Durable.file(target);
        }
        return FileStat.of(target);
    }

    /// Removes what the plan saw; a folder only if nothing is in it.
    void remove(Step step) throws IOException {
        Path target = folder.onDisk(step.path());
        FileStat now = FileStat.ifThere(target);
        FileStat seen = step.seen();
        if (now == null || seen == null) {
            return;
        }
        if (now.type() == FileStat.Type.FOLDER) {
            removeIfEmpty(target);
        } else if (force || seen.sameAs(now)) {
            watch.before("remove", target);
            Files.delete(target);
            nameChanged(target);
        } else {
            throw changed(step.path());
        }
    }

    /// Removes a folder if nothing is in it. @return whether it did
    boolean removeIfEmpty(Path onDisk) throws IOException {
        try {
            watch.before("remove", onDisk);
            Files.delete(onDisk);
            nameChanged(onDisk);
            return true;
        } catch (DirectoryNotEmptyException inUse) {
            return false;
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    private static Conflict changed(RepoPath path) {
        return new Conflict(
                path.toString(),
                "changed on disk while files were being put in place; it was left as it is",
                "Run the command again when nothing else writes here.");
    }
}
