package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import reel.protect.disk.Disk;
import reel.protect.disk.SourceFile;
import reel.protect.layout.Base58;
import reel.protect.layout.LayoutText;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Blocks;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.raptorq.BlockEncoder;
import reel.raptorq.ObjectParameters;
import reel.raptorq.PayloadId;
import reel.raptorq.PlanCache;
import reel.stream.CpuPool;
import reel.stream.Missing;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Encodes one block after the other into files, one a symbol, and leaves a fragment of the layout for each.
final class PacketWriter implements Blocks.Worker {
    private static final int READ_BYTES = 1 << 20;

    /// What all workers of an encode share.
    ///
    /// @param symbols whether symbols are written; else only their ids are told
    record Job(
            Disk disk,
            SourceFile source,
            FolderPlan plan,
            BlockFragment.Keeping fragments,
            boolean symbols,
            boolean resumed,
            AtomicLong reused,
            ProtectProgress progress) {}

    private final Job job;
    private final FolderPlan plan;
    private final int packetBytes;
    private final Lease blockLease;
    private final PacketBuffer packets;
    private final BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
    private final byte[] made;
    private final byte[] head = new byte[PayloadId.BYTES];

    PacketWriter(Job job, MemoryBudget budget) throws IOException {
        this.job = job;
        this.plan = job.plan;
        this.packetBytes = plan.packetBytes();
        this.made = new byte[plan.batch() * packetBytes];
        this.blockLease = budget.lease(Math.min(plan.bytes(), plan.blockBytes()));
        PacketBuffer opened = null;
        try {
            opened = new PacketBuffer(budget, packetBytes);
        } finally {
            if (opened == null) {
                blockLease.close();
            }
        }
        this.packets = opened;
    }

    /// The folder of a block's symbols.
    static String folderName(Form form, long block) {
        return (form == Form.LEGACY ? "chunk_" : "block_") + block;
    }

    @Override
    public void work(long block) throws IOException {
        MemorySegment bytes = blockLease.segment().asSlice(0, plan.size(block));
        for (long at = 0; at < bytes.byteSize(); at += READ_BYTES) {
            Blocks.checkInterrupt();
            job.source.read(plan.offset(block) + at, bytes.asSlice(at, Math.min(READ_BYTES, bytes.byteSize() - at)));
        }
        Hash hash = Blake3.hash(bytes);
        if (job.resumed && isThere(block, hash)) {
            job.reused.incrementAndGet();
        } else {
            encode(block, bytes, hash);
        }
        job.progress.advance(bytes.byteSize());
    }

    private void encode(long block, MemorySegment bytes, Hash hash) throws IOException {
        Path folder = job.fragments.folder().resolve(folderName(plan.config().form(), block));
        if (job.symbols) {
            job.disk.makeFolder(folder);
            if (job.resumed) {
                // A source that changed without another size or time has other symbols: no old ones stay among them.
                for (String name : job.disk.names(folder, Integer.MAX_VALUE)) {
                    job.disk.delete(folder.resolve(name));
                }
            }
        }
        ObjectParameters parameters = plan.parameters(block);
        int symbols = (int) parameters.symbols();
        int total = symbols + plan.repair(block);
        SymbolIds ids = new SymbolIds();
        writeSources(parameters, bytes, folder, ids);
        if (total > symbols) {
            encoder.begin(parameters.shape(0), bytes.asByteBuffer());
            writeRepairs(symbols, total, folder, ids);
        }
        if (job.symbols) {
            job.disk.sync(folder);
        }
        String text = plan.config().form() == Form.LEGACY
                ? LayoutText.chunk((int) block, plan.offset(block), plan.size(block), ids)
                : LayoutText.modern((int) block, parameters, plan.offset(block), plan.size(block), ids, hash);
        job.fragments.write(block, new BlockFragment(hash, text));
    }

    /// Source symbols go from the block into packets without a stop.
    private void writeSources(ObjectParameters parameters, MemorySegment bytes, Path folder, SymbolIds ids)
            throws IOException {
        int symbols = (int) parameters.symbols();
        SymbolParts parts = new SymbolParts(parameters, symbols);
        for (int first = 0; first < symbols; first += packets.capacity()) {
            int count = Math.min(packets.capacity(), symbols - first);
            for (int i = 0; i < count; i++) {
                MemorySegment packet = packets.packet(i);
                new PayloadId(0, first + i).write(head, 0);
                packet.asSlice(0, PayloadId.BYTES).copyFrom(MemorySegment.ofArray(head));
                parts.gather(bytes, first + i, packet.asSlice(PayloadId.BYTES));
            }
            write(folder, count, ids);
        }
    }

    /// Repair symbols are made many at a time, in arrays.
    private void writeRepairs(int symbols, int total, Path folder, SymbolIds ids) throws IOException {
        int batch = made.length / packetBytes;
        for (int first = symbols; first < total; first += batch) {
            int from = first;
            int count = Math.min(batch, total - first);
            CpuPool.submit(() -> {
                        encoder.repair(from, count, made, PayloadId.BYTES, packetBytes);
                        return null;
                    })
                    .await();
            for (int done = 0; done < count; done += packets.capacity()) {
                int now = Math.min(packets.capacity(), count - done);
                for (int i = 0; i < now; i++) {
                    int at = (done + i) * packetBytes;
                    new PayloadId(0, first + done + i).write(made, at);
                    MemorySegment.copy(MemorySegment.ofArray(made), at, packets.packet(i), 0, packetBytes);
                }
                write(folder, now, ids);
            }
        }
    }

    /// Names the first `count` packets and writes them.
    private void write(Path folder, int count, SymbolIds ids) throws IOException {
        Blocks.checkInterrupt();
        packets.hash(count);
        for (int i = 0; i < count; i++) {
            Hash id = packets.id(i);
            ids.add(id);
            if (job.symbols) {
                try (Disk.OutFile out = job.disk.write(folder.resolve(Base58.encode(id)))) {
                    out.write(0, packets.packet(i));
                    out.truncate(packetBytes);
                    out.force();
                }
            }
        }
    }

    /// Whether an earlier encode finished this block as the source has it now, and all of its symbols are intact.
    private boolean isThere(long block, Hash hash) throws IOException {
        BlockFragment fragment = job.fragments.find(block);
        if (fragment == null || !fragment.hash().equals(hash)) {
            return false;
        }
        Path folder = job.fragments.folder().resolve(folderName(plan.config().form(), block));
        SymbolIds ids = fragment.ids();
        if (ids.size() != plan.parameters(block).symbols() + plan.repair(block)) {
            return false;
        }
        for (int i = 0; i < ids.size(); i++) {
            Blocks.checkInterrupt();
            try (Disk.InFile in = job.disk.read(folder.resolve(Base58.encode(ids.get(i))))) {
                if (in.size() != packetBytes || in.readUpTo(0, packets.packet(0)) < packetBytes) {
                    return false;
                }
            } catch (Missing gone) {
                return false;
            }
            packets.hash(1);
            if (!packets.id(0).equals(ids.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        packets.close();
        blockLease.close();
    }
}
