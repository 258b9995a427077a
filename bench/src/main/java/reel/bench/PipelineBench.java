package reel.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import reel.backend.LocalBackend;
import reel.history.manifest.Content;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentReader;
import reel.history.manifest.ContentWriter;
import reel.history.manifest.FileSettings;
import reel.store.ChunkStore;
import reel.store.ChunkWriter;
import reel.store.RepositoryFormat;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.chunk.Chunkers;

/// One large incompressible file through the pipelines of a manifest, step by step: wall and CPU seconds, medians.
///
/// Arguments: a folder on a RAM disk (needs room for three times the file), the file's MiB (2048), rounds (3),
/// a word of the steps wanted (all).
public final class PipelineBench {
    private final Path folder;
    private final Path file;
    private final long size;
    private final int rounds;
    private final String wanted;
    private final MemoryBudget budget = MemoryBudget.of(256L << 20);
    private final FileSettings settings = FileSettings.of(Chunkers.fastCdc(ChunkProfile.BALANCED.sizes()));

    private PipelineBench(Path folder, long size, int rounds, String wanted) {
        this.folder = folder;
        this.file = folder.resolve("file");
        this.size = size;
        this.rounds = rounds;
        this.wanted = wanted;
    }

    /// Starts the bench.
    public static void main(String[] arguments) throws IOException {
        Path parent = Path.of(arguments.length > 0 ? arguments[0] : "/dev/shm");
        long size = (arguments.length > 1 ? Long.parseLong(arguments[1]) : 2048) << 20;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        String wanted = arguments.length > 3 ? arguments[3] : "";
        Path folder = Files.createTempDirectory(parent, "reel-pipeline-");
        try {
            new PipelineBench(folder, size, rounds, wanted).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws IOException {
        makeFile();
        try (FileBytes bytes = FileBytes.open(file)) {
            report("read", this::nothing, () -> readOnly(bytes));
            report("file hash", this::nothing, () -> new ContentHasher(budget).fileHash(bytes));
            report(
                    "ingest, chunks dropped",
                    this::nothing,
                    () -> new ContentWriter(new NullWriter(), budget).write(bytes, "file", settings));
            report("ingest, new", () -> delete(folder.resolve("repo")), () -> ingest(bytes));
            report("ingest, all known", this::nothing, () -> ingest(bytes));
            report("restore", () -> Files.deleteIfExists(folder.resolve("out")), () -> restore(bytes));
        }
        System.out.printf(Locale.ROOT, "buffers at most %d MiB%n", budget.peakBytes() >> 20);
    }

    private void nothing() {}

    private void readOnly(FileBytes bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(4 << 20);
            for (long at = 0; at < size; at += block.byteSize()) {
                bytes.read(at, block.asSlice(0, Math.min(block.byteSize(), size - at)));
            }
        }
    }

    private Content ingest(FileBytes bytes) throws IOException {
        try (LocalBackend backend = LocalBackend.create(folder.resolve("repo"));
                ChunkStore store = openOrCreate(backend);
                ChunkWriter writer = store.writer()) {
            Content content = new ContentWriter(writer, budget).write(bytes, "file", settings);
            writer.flush();
            return content;
        }
    }

    private ChunkStore openOrCreate(LocalBackend backend) throws IOException {
        return Files.exists(folder.resolve("repo/format"))
                ? ChunkStore.open(backend, budget)
                : ChunkStore.create(backend, RepositoryFormat.fresh(ChunkProfile.BALANCED), budget);
    }

    private void restore(FileBytes bytes) throws IOException {
        Content content = ingest(bytes);
        long[] start = {System.nanoTime(), cpuNanos()};
        try (LocalBackend backend = LocalBackend.open(folder.resolve("repo"));
                ChunkStore store = ChunkStore.open(backend, budget);
                FileChannel out = FileChannel.open(
                        folder.resolve("out"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new ContentReader(store, budget).copyTo(content, (offset, piece) -> {
                ByteBuffer buffer = piece.asByteBuffer();
                while (buffer.hasRemaining()) {
                    out.write(buffer, offset + buffer.position());
                }
            });
        }
        line("restore alone", System.nanoTime() - start[0], cpuNanos() - start[1]);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void report(String name, Step before, Step step) throws IOException {
        if (!name.contains(wanted)) {
            return;
        }
        long[] walls = new long[rounds];
        long[] cpus = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            before.run();
            long cpu = cpuNanos();
            long wall = System.nanoTime();
            step.run();
            walls[i] = System.nanoTime() - wall;
            cpus[i] = cpuNanos() - cpu;
        }
        Arrays.sort(walls);
        Arrays.sort(cpus);
        line(name, walls[rounds / 2], cpus[rounds / 2]);
    }

    private void line(String name, long wall, long cpu) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %6.2f s %6.2f GB/s   cpu %6.2f s %6.2f s/GB%n",
                name,
                wall / 1e9,
                size / (double) wall,
                cpu / 1e9,
                cpu / (double) size);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void makeFile() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (Arena arena = Arena.ofConfined();
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            MemorySegment block = arena.allocate(1 << 20);
            for (long at = 0; at < size; at += block.byteSize()) {
                for (long i = 0; i < block.byteSize(); i += Long.BYTES) {
                    block.set(ValueLayout.JAVA_LONG, i, random.nextLong());
                }
                ByteBuffer buffer = block.asByteBuffer();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, java.io.IOException failure) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
