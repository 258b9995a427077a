package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reel.protect.disk.Disk;
import reel.protect.disk.FolderLock;
import reel.protect.disk.SafeFile;
import reel.protect.model.BlockHealth;
import reel.protect.model.Blocks;
import reel.protect.model.Findings;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.RepairReport;
import reel.protect.model.Shares;
import reel.protect.model.Shortage;
import reel.stream.Corrupt;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Writes lost and damaged parts anew, byte for byte as they were, from the ones that are left. The source itself is
/// never written.
///
/// A part is written beside the damaged one and replaces it when it is whole. A set with a block beyond help is left
/// as it is.
public final class ContainerRepair {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public ContainerRepair(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    public RepairReport repair(Path folder) throws IOException {
        ContainerCheck check = new ContainerCheck(disk, budget, config, ProtectProgress.NONE);
        try (FolderLock lock = FolderLock.take(folder);
                PartSet parts = PartSet.open(disk, folder)) {
            if (!parts.isDescribed()) {
                throw new Corrupt(
                        folder.toString(),
                        -1,
                        "a header in one of the parts",
                        "none, so the number of parts is not known any more",
                        "Decode the file, then encode it again.",
                        null);
            }
            ContainerCheck.Checked found = check.check(parts);
            List<BlockHealth> beyond = found.report().blocks().stream()
                    .filter(block -> !block.isRecoverable())
                    .toList();
            long blocks = parts.set().blocks();
            if (found.isWhole() || !beyond.isEmpty()) {
                return new RepairReport(blocks, 0, 0, 0, beyond);
            }
            Map<Path, Integer> wanted = wanted(parts, found);
            rewrite(parts, wanted);
            long repaired = found.report().blocks().stream()
                    .filter(block -> !block.isWhole())
                    .count();
            long symbols = found.report().total() - found.report().intact();
            return new RepairReport(blocks, repaired, symbols, wanted.size(), List.of());
        }
    }

    /// Each file to write, and which part it is.
    private static Map<Path, Integer> wanted(PartSet parts, ContainerCheck.Checked found) {
        Map<Path, Integer> wanted = new HashMap<>();
        for (PartReader part : found.damaged()) {
            PartFormat.Header header = part.header();
            if (header != null) {
                wanted.put(part.path(), header.part());
            }
        }
        found.lost().forEach(number -> wanted.put(parts.vacant(number), number));
        return wanted;
    }

    private void rewrite(PartSet parts, Map<Path, Integer> wanted) throws IOException {
        SymbolSet set = parts.set();
        List<Regrown> files = new ArrayList<>();
        try {
            for (Map.Entry<Path, Integer> part : wanted.entrySet()) {
                files.add(new Regrown(part.getValue(), SafeFile.open(disk, part.getKey())));
            }
            progress.begin(set.bytes());
            if (set.blocks() > 0) {
                int most = files.stream()
                        .mapToInt(file -> set.count(0, file.part()))
                        .max()
                        .orElse(0);
                int jobs = Shares.jobs(config, set.blocks(), ContainerMemory.repair(set, most));
                int batch = Math.max(1, most) * set.symbolSize();
                Blocks.each("repair", jobs, set.blocks(), () -> new Regrower(parts, files, batch));
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment header = arena.allocate(PartFormat.HEADER_BYTES);
                for (Regrown file : files) {
                    PartFormat.write(set, file.part(), header);
                    Disk.OutFile out = file.file().out();
                    out.write(0, header);
                    out.write(set.partBytes(file.part()) - PartFormat.HEADER_BYTES, header);
                }
            }
            for (Regrown file : files) {
                file.file().publish();
            }
        } finally {
            closeAll(files);
        }
    }

    /// A part that is written anew, beside what it will replace.
    private record Regrown(int part, SafeFile file) {}

    private static void closeAll(List<Regrown> files) throws IOException {
        IOException failure = null;
        for (Regrown file : files) {
            try {
                file.file().close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// Brings one block after the other back in memory and writes its runs into the new parts.
    private final class Regrower implements Blocks.Worker {
        private final PartSet parts;
        private final SymbolSet set;
        private final List<Regrown> files;
        private final BlockFill fill;
        private final Lease lease;
        private final byte[] batch;

        Regrower(PartSet parts, List<Regrown> files, int batchBytes) throws IOException {
            this.parts = parts;
            this.set = parts.set();
            this.files = files;
            this.batch = new byte[batchBytes];
            this.lease = budget.lease(batchBytes + (long) GroupTable.bytes(batchBytes / set.symbolSize()));
            BlockFill opened = null;
            try {
                opened = new BlockFill(parts, budget, new Findings());
            } finally {
                if (opened == null) {
                    lease.close();
                }
            }
            this.fill = opened;
        }

        @Override
        public void work(long block) throws IOException {
            BlockFill.Outcome outcome = fill.fill(block, true, (first, bytes) -> {});
            if (outcome.needs() > 0) {
                throw Shortage.of(parts.folder().toString(), List.of(new Shortage.Block(block, outcome.needs())));
            }
            Hash hash = hash(block);
            for (Regrown file : files) {
                if (set.count(block, file.part()) > 0) {
                    write(block, file.part(), hash, file.file().out());
                }
            }
            progress.advance(set.length(block));
        }

        private Hash hash(long block) throws IOException {
            try (Lease scratch = budget.lease((long) Hash.BYTES * set.symbols(block))) {
                return SymbolCheck.block(fill.values(), set.symbols(block), scratch.segment());
            }
        }

        private void write(long block, int part, Hash hash, Disk.OutFile out) throws IOException {
            int size = set.symbolSize();
            int first = set.first(block, part);
            int count = set.count(block, part);
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                ids[i] = first + i;
            }
            fill.decoder().symbols(ids, batch, 0, size);
            MemorySegment bytes = lease.segment().asSlice(0, (long) count * size);
            MemorySegment.copy(MemorySegment.ofArray(batch), 0, bytes, 0, bytes.byteSize());
            GroupTable table = GroupTable.blank(set, block, part).with(hash, new long[4 * count], null);
            SymbolCheck.values(table, 0, count, bytes, table.values(), 0);
            MemorySegment text = lease.segment().asSlice(bytes.byteSize(), GroupTable.bytes(count));
            table.write(text, 0);
            long at = set.groupAt(block, part);
            out.write(at, text);
            out.write(at + text.byteSize(), bytes);
            out.write(at + text.byteSize() + bytes.byteSize(), text);
        }

        @Override
        public void close() {
            fill.close();
            lease.close();
        }
    }
}
