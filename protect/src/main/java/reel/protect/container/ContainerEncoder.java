package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reel.protect.container.SymbolSet.SetId;
import reel.protect.disk.Disk;
import reel.protect.disk.SourceFile;
import reel.protect.disk.WorkFolder;
import reel.protect.model.Blocks;
import reel.protect.model.EncodeReport;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Shares;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Writes the part files of a source. The source is read once; each block's runs go to their places in all parts.
public final class ContainerEncoder {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public ContainerEncoder(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// The block size that suits `bytes` of source.
    public static long recommendedBlockBytes(ProtectConfig config, long bytes) throws Refused {
        return ContainerMemory.recommendedBlockBytes(config, bytes);
    }

    /// Encodes `from` into `folder`, whole or not at all; goes on with what an earlier, stopped call left.
    ///
    /// @param others says which names are symbols of other forms, beside which none are written
    public EncodeReport encode(Path from, Path folder, WorkFolder.Symbols others) throws IOException {
        try (SourceFile source = SourceFile.open(disk, from)) {
            SymbolSet set = plan(source);
            WorkFolder.Symbols taken = name -> isTaken(name) || others.taken(name);
            try (WorkFolder work = WorkFolder.open(disk, folder, planText(set), taken)) {
                if (work.isPublished()) {
                    return report(set, folder, set.blocks());
                }
                work.requireRoom(set.allPartBytes());
                AtomicLong reused = new AtomicLong();
                Hash hash = write(source, set, work, reused);
                source.requireUnchanged();
                finish(set.withHash(hash), work);
                return report(set, folder, reused.get());
            }
        }
    }

    /// Whether a name in a folder is that of a part.
    public static boolean isTaken(String name) {
        return name.endsWith(PartFormat.SUFFIX);
    }

    /// What an encode of `from` would make, without making it.
    public EncodeReport outlook(Path from, Path folder) throws IOException {
        try (SourceFile source = SourceFile.open(disk, from)) {
            return report(plan(source), folder, 0);
        }
    }

    private SymbolSet plan(SourceFile source) throws IOException {
        Path last = source.path().getFileName();
        String name = last == null ? "file" : last.toString();
        if (!PartFormat.isName(name)
                || name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > SymbolSet.MOST_NAME_BYTES) {
            throw new Refused(
                    source.path().toString(),
                    "its name can not be kept in a container: control characters, or too long",
                    "Rename the file, or use another layout.");
        }
        long blockBytes = config.blockBytes() == 0 ? recommendedBlockBytes(config, source.size()) : config.blockBytes();
        SymbolSet nameless =
                SymbolSet.plan(config, new SetId(0, 0), name, source.size(), source.modifiedNanos(), blockBytes);
        SetId id = SetId.of(Blake3.hash(planText(nameless).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return SymbolSet.plan(config, id, name, source.size(), source.modifiedNanos(), blockBytes);
    }

    private static String planText(SymbolSet set) {
        return "reel container 1\nbytes " + set.bytes() + "\nmodified " + set.modifiedNanos() + "\nsymbol "
                + set.symbolSize() + "\nblock " + set.blockSymbols() + "\nrepair " + set.repair() + " "
                + set.lastRepair() + "\nparts " + set.parts() + "\nname " + set.name() + "\n";
    }

    private static EncodeReport report(SymbolSet set, Path folder, long reused) {
        long blocks = set.blocks();
        long sources = SymbolSet.ceil(set.bytes(), set.symbolSize());
        long repairs = blocks == 0 ? 0 : (blocks - 1) * set.repair() + set.lastRepair();
        return new EncodeReport(
                Form.CONTAINER, set.bytes(), blocks, set.symbolSize(), sources, repairs, reused, folder);
    }

    private Hash write(SourceFile source, SymbolSet set, WorkFolder work, AtomicLong reused) throws IOException {
        SourceHash hash = new SourceHash();
        progress.begin(set.bytes());
        if (set.bytes() <= set.symbolSize()) {
            hashSmall(source, hash);
        }
        List<Disk.OutFile> parts = new ArrayList<>();
        try {
            for (int part = 0; part < set.parts(); part++) {
                parts.add(disk.write(work.path().resolve(PartFormat.fileName(part))));
            }
            if (set.blocks() > 0) {
                int jobs = Shares.jobs(config, set.blocks(), ContainerMemory.encode(set));
                Blocks.each(
                        "encode",
                        jobs,
                        set.blocks(),
                        () -> new EncodeWorker(
                                new EncodeWorker.Job(disk, source, set, work, parts, hash, reused, progress), budget));
            }
            for (int part = 0; part < parts.size(); part++) {
                parts.get(part).truncate(set.partBytes(part));
            }
        } finally {
            closeAll(parts);
        }
        return hash.digest();
    }

    private static void hashSmall(SourceFile source, SourceHash hash) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, source.size())).asSlice(0, source.size());
            source.read(0, bytes);
            hash.only(bytes);
        }
    }

    /// Gives every part its headers, without which it is no part, and their names.
    private void finish(SymbolSet set, WorkFolder work) throws IOException {
        List<WorkFolder.Step> steps = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(PartFormat.HEADER_BYTES);
            for (int part = 0; part < set.parts(); part++) {
                PartFormat.write(set, part, header);
                String name = PartFormat.fileName(part);
                try (Disk.OutFile out = disk.write(work.path().resolve(name))) {
                    out.write(0, header);
                    out.write(set.partBytes(part) - PartFormat.HEADER_BYTES, header);
                    out.force();
                }
                steps.add(new WorkFolder.Step(name, name));
            }
        }
        work.publish(steps);
    }

    private static void closeAll(List<Disk.OutFile> files) throws IOException {
        IOException failure = null;
        for (Disk.OutFile file : files) {
            try {
                file.close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
