package reel.transfer.execute;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of paths, each with a mark, in memory as long as it is short and in a temporary file beyond that.
/// Written by one thread, then read.
final class Paths implements AutoCloseable {
    /// About ten megabytes.
    private static final int MOST_IN_MEMORY = 1 << 16;

    private final List<Marked> memory = new ArrayList<>();
    private @Nullable Path file;
    private @Nullable DataOutputStream out;
    private long count;

    /// A path and what it was marked with.
    record Marked(String path, boolean mark) {}

    /// Takes one path.
    @FunctionalInterface
    interface Use {
        void path(Marked one) throws IOException;
    }

    synchronized void add(String path, boolean mark) throws IOException {
        count++;
        if (memory.size() < MOST_IN_MEMORY) {
            memory.add(new Marked(path, mark));
            return;
        }
        if (out == null) {
            Path temporary = Files.createTempFile("reel-paths-", ".tmp");
            file = temporary;
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16));
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        out.writeBoolean(mark);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    synchronized long count() {
        return count;
    }

    /// In the order they were added.
    synchronized void each(Use use) throws IOException {
        for (Marked one : memory) {
            use.path(one);
        }
        if (out == null || file == null) {
            return;
        }
        out.flush();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (long i = memory.size(); i < count; i++) {
                boolean mark = in.readBoolean();
                byte[] bytes = in.readNBytes(in.readInt());
                use.path(new Marked(new String(bytes, StandardCharsets.UTF_8), mark));
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null && file != null) {
            try (DataOutputStream ending = out) {
                out = null;
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }
}
