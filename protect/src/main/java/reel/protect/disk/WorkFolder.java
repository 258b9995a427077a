package reel.protect.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reel.stream.Refused;

/// Where an encode puts its work until all of it is there: `.reel-encode` in the target folder.
///
/// It holds a plan, which says of what and how; a later encode by the same plan goes on with what is there, any other
/// starts again. Publishing moves everything up, what makes the symbols look complete last.
public final class WorkFolder implements AutoCloseable {
    public static final String NAME = ".reel-encode";
    private static final String PLAN = "plan";

    /// A plan is a page of text.
    private static final int MOST_PLAN_BYTES = 1 << 16;

    private static final int MOST_NAMES = 1 << 26;

    private final Disk disk;
    private final Path target;
    private final FolderLock lock;
    private final boolean resumed;

    private WorkFolder(Disk disk, Path target, FolderLock lock, boolean resumed) {
        this.disk = disk;
        this.target = target;
        this.lock = lock;
        this.resumed = resumed;
    }

    /// Says whether a name in the target folder is somebody's symbols.
    @FunctionalInterface
    public interface Symbols {
        boolean taken(String name);
    }

    /// Locks `target`, makes it if it is not there, and begins or goes on with the work of `plan`.
    public static WorkFolder open(Disk disk, Path target, String plan, Symbols symbols) throws IOException {
        disk.makeFolder(target);
        FolderLock lock = FolderLock.take(target);
        boolean opened = false;
        try {
            Path folder = target.resolve(NAME);
            boolean resumed = plan.equals(readPlan(disk, folder.resolve(PLAN)));
            if (!resumed) {
                requireFree(disk, target, symbols);
                deleteAll(disk, folder);
                disk.makeFolder(folder);
                writePlan(disk, folder.resolve(PLAN), plan);
            }
            opened = true;
            return new WorkFolder(disk, target, lock, resumed);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void requireFree(Disk disk, Path target, Symbols symbols) throws IOException {
        for (String name : disk.names(target, MOST_NAMES)) {
            if (symbols.taken(name)) {
                throw new Refused(
                        target.toString(),
                        "there are symbols already (" + name + ")",
                        "Encode into another folder, or delete this one first.");
            }
        }
    }

    private static String readPlan(Disk disk, Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (Disk.InFile in = disk.read(file)) {
            byte[] bytes = new byte[(int) Math.min(in.size(), MOST_PLAN_BYTES)];
            int read = (int) in.readUpTo(0, MemorySegment.ofArray(bytes));
            return new String(bytes, 0, read, StandardCharsets.UTF_8);
        }
    }

    private static void writePlan(Disk disk, Path file, String plan) throws IOException {
        writeText(disk, file, plan);
    }

    /// Writes a small text file durably, whole or not at all.
    public static void writeText(Disk disk, Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (SafeFile safe = SafeFile.open(disk, file);
                Arena arena = Arena.ofConfined()) {
            if (bytes.length > 0) {
                MemorySegment segment = arena.allocate(bytes.length);
                segment.copyFrom(MemorySegment.ofArray(bytes));
                safe.out().write(0, segment);
            }
            safe.publish();
        }
    }

    /// Whether an earlier encode left work to go on with.
    public boolean resumed() {
        return resumed;
    }

    public Path path() {
        return target.resolve(NAME);
    }

    /// One thing that gets its final name. @param from below the work folder @param to below the target
    public record Step(String from, String to) {}

    /// Moves things, in this order, from the work folder to the target, durably, and removes the work folder. What was
    /// moved by an earlier, stopped attempt is skipped.
    public void publish(List<Step> steps) throws IOException {
        disk.sync(path());
        for (int i = 0; i < steps.size(); i++) {
            if (i == steps.size() - 1) {
                disk.sync(target);
            }
            Path from = path().resolve(steps.get(i).from());
            if (Files.exists(from)) {
                disk.move(from, target.resolve(steps.get(i).to()));
            }
        }
        disk.sync(target);
        deleteAll(disk, path());
        disk.sync(target);
    }

    private static void deleteAll(Disk disk, Path folder) throws IOException {
        if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            disk.delete(folder);
            return;
        }
        // The plan goes first: what is left by a stop in between is never gone on with.
        List<String> names = new ArrayList<>(disk.names(folder, MOST_NAMES));
        if (names.remove(PLAN)) {
            names.addFirst(PLAN);
        }
        for (String name : names) {
            deleteAll(disk, folder.resolve(name));
        }
        disk.delete(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
