package reel.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import reel.stream.CpuPool;
import reel.stream.Scope;

/// Makes files and names survive a power failure.
public final class Durable {
    /// Fewer files are faster forced one by one, and what other programs write is not waited for.
    private static final int WORTH_ONE_CALL = 32;

    /// Whether folders can be forced: Windows cannot, and needs not.
    private static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private Durable() {}

    /// Waits until the names in `folder` are on the disk, where the system can say so (Windows cannot, and
    /// needs not).
    public static void folder(Path folder) throws IOException {
        if (UNIX) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// Waits until the bytes of `file`, its times and its mode are on the disk; its name is its folder's.
    public static void file(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, UNIX ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// The same for many files: many small ones of one file system by one call for all that was written to it,
    /// where the system has that.
    public static void files(List<Path> files) throws IOException {
        if (files.size() < WORTH_ONE_CALL || !UNIX || files.getFirst().getFileSystem() != FileSystems.getDefault()) {
            each(files);
            return;
        }
        for (List<Path> together : byFileSystem(files, folder -> Files.getAttribute(folder, "unix:dev"))) {
            if (together.size() < WORTH_ONE_CALL || !WholeFileSystem.sync(together.getFirst())) {
                each(together);
            }
        }
    }

    private static void each(List<Path> files) throws IOException {
        if (files.size() <= 1) {
            for (Path file : files) {
                file(file);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try (Scope scope = Scope.open("sync")) {
            for (int worker = 0; worker < Math.min(files.size(), Math.max(2, CpuPool.threads())); worker++) {
                scope.fork(() -> {
                    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                        file(files.get(i));
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    /// Says which file system a folder is on.
    @FunctionalInterface
    interface Device {
        Object of(Path folder) throws IOException;
    }

    /// The files in order, those of each file system apart: something may be mounted inside a working folder.
    static Collection<List<Path>> byFileSystem(List<Path> files, Device device) throws IOException {
        Map<Path, Object> devices = new HashMap<>();
        Map<Object, List<Path>> together = new LinkedHashMap<>();
        for (Path file : files) {
            Path folder = Objects.requireNonNull(file.getParent());
            Object on = devices.get(folder);
            if (on == null) {
                on = device.of(folder);
                devices.put(folder, on);
            }
            together.computeIfAbsent(on, _ -> new ArrayList<>()).add(file);
        }
        return together.values();
    }

    /// Makes `folder` and those above it where they are missing, names included.
    public static void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().normalize().getParent();
        if (above != null) {
            makeFolders(above);
        }
        Files.createDirectories(folder);
        if (above != null) {
            folder(above);
        }
    }
}
