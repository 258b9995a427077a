package reel.protect.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import reel.stream.Exhausted;
import reel.stream.Refused;

/// Where an encode puts its work until all of it is there: `.reel-encode` in the target folder.
///
/// It holds a plan, which says of what and how; a later encode by the same plan goes on with what is there, any other
/// starts again. Publishing moves everything up, what makes the symbols look complete last.
public final class WorkFolder implements AutoCloseable {
    public static final String NAME = ".reel-encode";
    private static final String PLAN = "plan";

    /// Lists what is to be moved, once all of it is there; from then on the work only has to be published.
    private static final String STEPS = "publish";

    /// A plan is a page of text; a list of a million folders or files is the longest that is ever written.
    private static final int MOST_TEXT_BYTES = 1 << 28;

    private static final int MOST_NAMES = 1 << 26;

    private final Disk disk;
    private final Path target;
    private final FolderLock lock;
    private final boolean resumed;
    private final boolean published;

    private WorkFolder(Disk disk, Path target, FolderLock lock, boolean resumed, boolean published) {
        this.disk = disk;
        this.target = target;
        this.lock = lock;
        this.resumed = resumed;
        this.published = published;
    }

    /// Says whether a name in the target folder is somebody's symbols.
    @FunctionalInterface
    public interface Symbols {
        boolean taken(String name);
    }

    /// [Refused] where `source` is below what an encode into `target` clears away.
    public static void requireApart(Path source, Path target) throws IOException {
        Path work = target.resolve(NAME);
        if (Files.exists(work) && source.toRealPath().startsWith(work.toRealPath())) {
            throw new Refused(
                    source.toString(), "is among the work of a stopped encode there", "Move it away, or name another.");
        }
    }

    /// Locks `target`, makes it if it is not there, and begins or goes on with the work of `plan`.
    public static WorkFolder open(Disk disk, Path target, String plan, Symbols symbols) throws IOException {
        disk.makeFolder(target);
        FolderLock lock = FolderLock.take(target);
        boolean opened = false;
        try {
            Path folder = target.resolve(NAME);
            boolean resumed = plan.equals(readText(disk, folder.resolve(PLAN)));
            boolean complete = Files.exists(folder.resolve(STEPS));
            if (complete) {
                // All of it was there when an earlier encode was stopped, whatever it was of.
                move(disk, target, readText(disk, folder.resolve(STEPS)));
            }
            if (!resumed) {
                deleteAll(disk, folder);
                requireFree(disk, target, symbols);
                disk.makeFolder(folder);
                writeText(disk, folder.resolve(PLAN), plan);
            }
            opened = true;
            return new WorkFolder(disk, target, lock, resumed, resumed && complete);
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

    private static String readText(Disk disk, Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (Disk.InFile in = disk.read(file)) {
            byte[] bytes = new byte[(int) Math.min(in.size(), MOST_TEXT_BYTES)];
            int read = (int) in.readUpTo(0, MemorySegment.ofArray(bytes));
            return new String(bytes, 0, read, StandardCharsets.UTF_8);
        }
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

    /// Whether an earlier encode by this plan had done all but publishing, which is done now.
    public boolean isPublished() {
        return published;
    }

    /// [Exhausted] where there is no room for work of `bytes`, with what is there of it already. Work that was just
    /// begun is gone then.
    public void requireRoom(long bytes) throws IOException {
        try {
            disk.requireRoom(target, bytes - (resumed ? held(path()) : 0));
        } catch (Exhausted full) {
            if (!resumed) {
                deleteAll(disk, path());
            }
            throw full;
        }
    }

    /// Lengths of all files below.
    private static long held(Path folder) throws IOException {
        long held = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                held += Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        return held;
    }

    public Path path() {
        return target.resolve(NAME);
    }

    /// One thing that gets its final name. @param from below the work folder @param to below the target
    public record Step(String from, String to) {}

    /// Moves things, in this order, from the work folder to the target, durably, and removes the work folder. Stopped
    /// in between, the next encode into the folder does the rest first.
    public void publish(List<Step> steps) throws IOException {
        disk.sync(path());
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.from()).append('\t').append(step.to()).append('\n');
        }
        writeText(disk, path().resolve(STEPS), text.toString());
        move(disk, target, text.toString());
    }

    private static void move(Disk disk, Path target, String steps) throws IOException {
        Path work = target.resolve(NAME);
        String[] lines = steps.isEmpty() ? new String[0] : steps.split("\n");
        for (int i = 0; i < lines.length; i++) {
            int tab = lines[i].indexOf('\t');
            if (i == lines.length - 1) {
                disk.sync(target);
            }
            Path from = work.resolve(lines[i].substring(0, tab));
            if (Files.exists(from)) {
                disk.move(from, target.resolve(lines[i].substring(tab + 1)));
            }
        }
        disk.sync(target);
        for (String name : disk.names(work, MOST_NAMES)) {
            if (!name.equals(PLAN) && !name.equals(STEPS)) {
                deleteAll(disk, work.resolve(name));
            }
        }
        // The list goes last: without it and with the plan, the work would be done once more.
        disk.delete(work.resolve(PLAN));
        disk.delete(work.resolve(STEPS));
        disk.delete(work);
        disk.sync(target);
    }

    private static void deleteAll(Disk disk, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
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
