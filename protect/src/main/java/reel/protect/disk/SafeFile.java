package reel.protect.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Blake3;

/// A file that gets its name only when it is whole: written beside it under another name, synced, then renamed.
///
/// Not published when closed, it is gone.
public final class SafeFile implements AutoCloseable {
    private static final String SUFFIX = ".reel-tmp";

    /// What file systems take as a name.
    private static final int MOST_NAME_BYTES = 255;

    private final Disk disk;
    private final Path target;
    private final Path unfinished;
    private Disk.@Nullable OutFile out;
    private boolean published;

    private SafeFile(Disk disk, Path target, Path unfinished, Disk.OutFile out) {
        this.disk = disk;
        this.target = target;
        this.unfinished = unfinished;
        this.out = out;
    }

    /// Starts writing what will be `target`. What an earlier attempt left under the temporary name is overwritten.
    public static SafeFile open(Disk disk, Path target) throws IOException {
        Path unfinished = target.resolveSibling(hidden(target, SUFFIX));
        disk.delete(unfinished);
        return new SafeFile(disk, target, unfinished, disk.write(unfinished));
    }

    /// [reel.stream.Exhausted] where there is no room for a file of `bytes`.
    public void requireRoom(long bytes) throws IOException {
        Path folder = Objects.requireNonNull(unfinished.toAbsolutePath().getParent());
        disk.requireRoom(folder, bytes);
    }

    /// A hidden name for what goes with `target`; with a hash in it where its own leaves no room for more.
    static String hidden(Path target, String suffix) {
        String name = String.valueOf(target.getFileName());
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length + suffix.length() < MOST_NAME_BYTES;
        return "." + (fits ? name : Blake3.hash(bytes).toString()) + suffix;
    }

    public Disk.OutFile out() {
        Disk.OutFile open = out;
        if (open == null) {
            throw new IllegalStateException(target + " is published or closed");
        }
        return open;
    }

    /// Where the bytes are until then, to read back what was written.
    public Path unfinished() {
        return unfinished;
    }

    /// Gives the file its name, durably, replacing what had it.
    public void publish() throws IOException {
        Disk.OutFile open = out();
        open.force();
        out = null;
        open.close();
        disk.move(unfinished, target);
        published = true;
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            disk.sync(folder);
        }
    }

    @Override
    public void close() throws IOException {
        Disk.OutFile open = out;
        out = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (!published) {
                disk.delete(unfinished);
            }
        }
    }
}
