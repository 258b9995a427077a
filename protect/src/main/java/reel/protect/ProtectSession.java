package reel.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reel.protect.container.ContainerCheck;
import reel.protect.container.ContainerDecoder;
import reel.protect.container.ContainerEncoder;
import reel.protect.container.ContainerRepair;
import reel.protect.disk.Disk;
import reel.protect.disk.FolderLock;
import reel.protect.disk.WorkFolder;
import reel.protect.folder.FolderCheck;
import reel.protect.folder.FolderDecoder;
import reel.protect.folder.FolderEncoder;
import reel.protect.folder.FolderRepair;
import reel.protect.layout.LayoutFile;
import reel.protect.model.DecodeReport;
import reel.protect.model.EncodeReport;
import reel.protect.model.FolderInfo;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;
import reel.protect.model.Warmth;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;

/// Protects files by erasure coding and brings them back. Thread-safe: every call uses the configuration there is when
/// it begins, and takes its own memory.
///
/// ```java
/// ProtectSession session = new ProtectSession(ProtectConfig.DEFAULT.withForm(Form.CONTAINER));
/// session.encode(movie, symbols, ProtectProgress.NONE);
/// session.decode(symbols, null, movie, ProtectProgress.NONE);
/// ```
///
/// Errors are [reel.stream.ReelException]s: Missing, Corrupt (too few symbols, named block by block), Refused (what can
/// not be done as asked), Conflict (two writers, a source that changes), Exhausted (disk, memory). An interrupted
/// thread ends a call with [java.io.InterruptedIOException]; an encode can go on later.
public final class ProtectSession {
    private final AtomicReference<ProtectConfig> config;
    private final Disk disk;

    public ProtectSession(ProtectConfig config) throws Refused {
        this(config, Disk.LOCAL);
    }

    /// With another file system, for tests.
    ProtectSession(ProtectConfig config, Disk disk) throws Refused {
        this.config = new AtomicReference<>(config.checked());
        this.disk = disk;
    }

    public ProtectConfig config() {
        return config.get();
    }

    /// Changes the configuration for the calls that begin from now on.
    public void configure(ProtectConfig changed) throws Refused {
        config.set(changed.checked());
    }

    /// The block size that an encode of `bytes` chooses by itself: what is encoded with it can be decoded and repaired
    /// with the same memory.
    public long recommendedBlockBytes(long bytes) throws IOException {
        ProtectConfig now = config.get();
        return now.form() == Form.CONTAINER
                ? ContainerEncoder.recommendedBlockBytes(now.withBlockBytes(0), bytes)
                : FolderEncoder.recommendedBlockBytes(now.withBlockBytes(0), bytes);
    }

    /// Writes the symbols of `source` into `folder`. An encode that was stopped goes on where it was.
    public EncodeReport encode(Path source, Path folder, ProtectProgress progress) throws IOException {
        ProtectConfig now = config.get();
        requireFile(source);
        if (Files.exists(source)) {
            WorkFolder.requireApart(source, folder);
        }
        Warmth.bulk(Files.isRegularFile(source) ? Files.size(source) : 0);
        try (MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return now.form() == Form.CONTAINER
                    ? new ContainerEncoder(disk, budget, now, progress).encode(source, folder, FolderEncoder::isTaken)
                    : new FolderEncoder(disk, budget, now, progress).encode(source, folder, ContainerEncoder::isTaken);
        }
    }

    /// Writes the layout file that [#encode] of `source` would write, to `layout`, and no symbols. A container has no
    /// layout file: [Refused], as is a layout in the place of the source.
    public EncodeReport createMetadata(Path source, Path layout, ProtectProgress progress) throws IOException {
        ProtectConfig now = config.get();
        if (now.form() == Form.CONTAINER) {
            throw new Refused("container", "has no layout file", "Choose the modern or the legacy layout.");
        }
        requireFile(source);
        if (Files.exists(source) && Files.exists(layout) && Files.isSameFile(source, layout)) {
            throw new Refused(layout.toString(), "is the file that it is made from", "Name another file.");
        }
        try (MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return new FolderEncoder(disk, budget, now, progress).metadata(source, layout);
        }
    }

    /// Opening a pipe would wait for somebody who writes to it, and its length is not known.
    private static void requireFile(Path source) throws Refused {
        if (Files.isDirectory(source)) {
            throw new Refused(
                    source.toString(), "is a folder", "Name a file; protect each file of a folder by itself.");
        }
        if (Files.exists(source) && !Files.isRegularFile(source)) {
            throw new Refused(
                    source.toString(), "is a socket, pipe or device", "Keep what it gives in a file, and name that.");
        }
    }

    /// Brings the file back from the symbols in `folder` and writes it to `into`, or writes nothing.
    ///
    /// @param layout where the layout file is; null: in the folder
    public DecodeReport decode(Path folder, @Nullable Path layout, Path into, ProtectProgress progress)
            throws IOException {
        ProtectConfig now = config.get();
        if (Files.isDirectory(into)) {
            throw new Refused(into.toString(), "is a folder", "Name the file to write.");
        }
        Blake3.warmUp();
        try (FolderLock lock = FolderLock.takeName(into);
                MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return isContainer(folder, layout)
                    ? new ContainerDecoder(disk, budget, now, progress).decode(folder, into)
                    : new FolderDecoder(disk, budget, now, progress).decode(folder, layout, into);
        }
    }

    /// Looks at every symbol in `folder`. @param layout where the layout file is; null: in the folder
    public VerifyReport verify(Path folder, @Nullable Path layout, ProtectProgress progress) throws IOException {
        ProtectConfig now = config.get();
        Blake3.warmUp();
        try (MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return isContainer(folder, layout)
                    ? new ContainerCheck(disk, budget, now, progress).verify(folder)
                    : new FolderCheck(disk, budget, now, progress).verify(folder, layout);
        }
    }

    /// Writes lost and corrupt symbols in `folder` anew. @param layout where the layout file is; null: in the folder
    public RepairReport repair(Path folder, @Nullable Path layout, ProtectProgress progress) throws IOException {
        ProtectConfig now = config.get();
        Blake3.warmUp();
        try (MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return isContainer(folder, layout)
                    ? new ContainerRepair(disk, budget, now, progress).repair(folder)
                    : new FolderRepair(disk, budget, now, progress).repair(folder, layout);
        }
    }

    /// What `folder` holds, from its layout or a part's header. @param layout where the layout file is; null: in it
    public FolderInfo info(Path folder, @Nullable Path layout) throws IOException {
        ProtectConfig now = config.get();
        try (MemoryBudget budget = MemoryBudget.of(now.memoryBytes())) {
            return isContainer(folder, layout)
                    ? new ContainerCheck(disk, budget, now, ProtectProgress.NONE).info(folder)
                    : new FolderCheck(disk, budget, now, ProtectProgress.NONE).info(folder, layout);
        }
    }

    private boolean isContainer(Path folder, @Nullable Path layout) throws IOException {
        return layout == null && !Files.exists(folder.resolve(LayoutFile.NAME)) && ContainerCheck.isIn(disk, folder);
    }
}
