package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.protect.model.Blocks;
import reel.protect.model.Warmth;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.store.layout.Le;
import reel.stream.Conflict;
import reel.stream.CpuPool;
import reel.stream.Scope;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Makes the parity of one group: reads every pack once for its checks, then once more, a few blocks at a time.
///
/// A pack that changes between the two readings ends it with [Conflict]; nothing is left behind.
final class GroupEncoder {
    /// Blocks gathered in one pass over the packs: so many neighbouring symbols are one read.
    private static final int MAX_AT_ONCE = 4;

    private static final Hash UNKNOWN = new Hash(0, 0, 0, 0);

    private final Backend backend;
    private final MemoryBudget budget;

    GroupEncoder(Backend backend, MemoryBudget budget) {
        this.backend = backend;
        this.budget = budget;
    }

    /// A group's parity, made. @param bytes of the object
    record Made(Hash id, GroupShape shape, long bytes) {}

    /// A pack to protect. @param content what its bytes must hash to; null where nobody knows yet
    record Pack(Hash pack, long bytes, @Nullable Hash content) {}

    /// Writes the parity of a group; durable when it returns.
    Made encode(String repository, List<Pack> packs, Rate rate) throws IOException {
        Map<Hash, Pack> known = new HashMap<>();
        List<Member> members = new ArrayList<>();
        for (Pack pack : packs) {
            known.put(pack.pack, pack);
            members.add(new Member(pack.pack, pack.bytes, UNKNOWN));
        }
        Warmth.bulk(packs.stream().mapToLong(Pack::bytes).sum());
        GroupShape outline = GroupShape.of(repository, members, rate);
        try (GroupSource source = GroupSource.open(backend, outline)) {
            Hash[] contents = new Hash[members.size()];
            int[] sums = sums(source, contents);
            List<Member> learnt = new ArrayList<>();
            for (int m = 0; m < contents.length; m++) {
                Member member = outline.members().get(m);
                Hash content = Objects.requireNonNull(contents[m]);
                Hash expected = Objects.requireNonNull(known.get(member.pack())).content;
                if (expected != null && !expected.equals(content)) {
                    throw changed(member);
                }
                learnt.add(new Member(member.pack(), member.bytes(), content));
            }
            GroupShape shape = GroupShape.of(repository, learnt, rate);
            byte[] table = GroupTable.encode(shape, sums);
            Hash id = Blake3.hash(table);
            byte[] pages = ParityPages.cut(table);
            try (GroupSink sink = GroupSink.open(backend, ParityNames.group(id))) {
                sink.append(MemorySegment.ofArray(pages));
                blocks(source, sums, id.w0(), sink);
                sink.append(MemorySegment.ofArray(pages));
                return new Made(id, shape, sink.publish());
            }
        }
    }

    /// The check of every symbol, and the BLAKE3 of every pack; [Conflict] where one is not all there.
    private int[] sums(GroupSource source, Hash[] contents) throws IOException {
        GroupShape shape = source.shape();
        int[] sums = new int[shape.symbols()];
        AtomicInteger next = new AtomicInteger();
        try (Scope scope = Scope.open("parity-read")) {
            for (int t = 0; t < Math.min(CpuPool.threads(), shape.members().size()); t++) {
                Future<?> unused = scope.fork(() -> {
                    SymbolSum sum = new SymbolSum();
                    for (int m = next.getAndIncrement(); m < shape.members().size(); m = next.getAndIncrement()) {
                        contents[m] = sums(source, m, sum, sums);
                    }
                    return null;
                });
            }
            scope.join();
        }
        return sums;
    }

    private Hash sums(GroupSource source, int m, SymbolSum sum, int[] sums) throws IOException {
        Member member = source.shape().members().get(m);
        int size = source.shape().symbolSize();
        Hash content = Fingerprints.read(source.pack(m), size, budget, (number, bytes) -> {
            if (bytes == null) {
                throw changed(member);
            }
            sums[source.firstSymbol(m) + number] = sum.source(bytes, size);
        });
        if (!source.pack(m).hasLength()) {
            throw changed(member);
        }
        return content;
    }

    private static Conflict changed(Member member) {
        return new Conflict("pack " + member.pack(), "changed while its parity was made", "Run `reel repair`.");
    }

    private void blocks(GroupSource source, int[] sums, long tag, GroupSink sink) throws IOException {
        GroupShape shape = source.shape();
        long blockBytes = shape.blockBytes();
        long rowsBytes = shape.repairs() * ParityFile.rowBytes(shape);
        long room = budget.limitBytes() / 2 / (2 * (blockBytes + rowsBytes));
        int atOnce = (int) Math.clamp(room, 1, Math.min(MAX_AT_ONCE, shape.blocks()));
        List<Lease> blocks = new ArrayList<>();
        List<Lease> rows = new ArrayList<>();
        List<BlockEncoder> encoders = new ArrayList<>();
        try {
            for (int i = 0; i < atOnce; i++) {
                blocks.add(budget.lease(blockBytes));
                rows.add(budget.lease(rowsBytes));
            }
            for (int i = 0; i < Math.min(CpuPool.threads(), atOnce); i++) {
                encoders.add(new BlockEncoder(PlanCache.shared()));
            }
            for (int block = 0; block < shape.blocks(); block += atOnce) {
                int count = Math.min(atOnce, shape.blocks() - block);
                BlockGather.gather(source, sums, block, blocks.subList(0, count));
                encode(shape, tag, block, blocks.subList(0, count), rows, encoders);
                for (int i = 0; i < count; i++) {
                    sink.append(rows.get(i).segment().asSlice(0, rowsBytes));
                }
            }
        } finally {
            blocks.forEach(Lease::close);
            rows.forEach(Lease::close);
        }
    }

    private static void encode(
            GroupShape shape, long tag, int block, List<Lease> blocks, List<Lease> rows, List<BlockEncoder> encoders)
            throws IOException {
        AtomicInteger next = new AtomicInteger();
        try (Scope scope = Scope.open("parity-encode")) {
            for (BlockEncoder encoder : encoders) {
                Future<?> unused = scope.fork(() -> {
                    SymbolSum sum = new SymbolSum();
                    for (int i = next.getAndIncrement(); i < blocks.size(); i = next.getAndIncrement()) {
                        int at = i;
                        CpuPool.submit(() -> {
                                    encode(shape, tag, block + at, blocks.get(at), rows.get(at), encoder, sum);
                                    return null;
                                })
                                .await();
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    private static void encode(
            GroupShape shape, long tag, int block, Lease source, Lease rows, BlockEncoder encoder, SymbolSum sum)
            throws IOException {
        int size = shape.symbolSize();
        int symbols = shape.blockSymbols(block);
        encoder.begin(
                shape.blockShape(block),
                source.segment().asSlice(0, (long) symbols * size).asByteBuffer());
        // Half a block of them at a time: a copy's worth of parity then takes no more memory.
        int batch = Math.min(shape.repairs(), Math.max(64, symbols / 2));
        byte[] repair = new byte[batch * size];
        MemorySegment made = MemorySegment.ofArray(repair);
        for (int first = 0; first < shape.repairs(); first += batch) {
            Blocks.checkInterrupt();
            int count = Math.min(batch, shape.repairs() - first);
            encoder.repair(symbols + first, count, repair, 0, size);
            for (int i = 0; i < count; i++) {
                long at = (first + i) * ParityFile.rowBytes(shape);
                MemorySegment symbol = rows.segment().asSlice(at, size);
                MemorySegment.copy(made, (long) i * size, symbol, 0, size);
                rows.segment().set(Le.INT, at + size, sum.repair(tag, block, first + i, symbol));
            }
        }
    }
}
