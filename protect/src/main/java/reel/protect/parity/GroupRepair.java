package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Replacing;
import reel.protect.model.Blocks;
import reel.protect.model.Warmth;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.store.layout.StoreNames;
import reel.stream.CpuPool;
import reel.stream.Scope;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Brings members of one group back. Only the blocks that lost something of theirs are solved.
///
/// A pack takes the damaged one's place only when it is, by its BLAKE3, what it was; otherwise nothing is changed.
final class GroupRepair {
    /// Of the heap, what decoders may take together.
    private static final double HEAP_SHARE = 0.4;

    private final Backend backend;
    private final MemoryBudget budget;

    GroupRepair(Backend backend, MemoryBudget budget) {
        this.backend = backend;
        this.budget = budget;
    }

    /// @param whole   packs that were whole already
    /// @param healed  packs that were put back
    /// @param beyond  packs that cannot be brought back by this group
    /// @param sound   packs that are right, though not what they were when this group was made
    record Outcome(List<Hash> whole, List<Hash> healed, List<Hash> beyond, List<Hash> sound) {}

    /// Brings back those of `wanted`, members' numbers, that are damaged.
    Outcome heal(ParityFile file, List<Integer> wanted, Census census) throws IOException {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (GroupSource source = GroupSource.open(backend, file.shape())) {
            TreeMap<Integer, PackImage> images = new TreeMap<>();
            try {
                BitSet lost = new BitSet();
                for (int m : wanted) {
                    Damage damage = Damage.of(file, source, m, budget);
                    if (damage.whole()) {
                        outcome.whole.add(pack(file, m));
                    } else if (source.pack(m).isThere() && census.state(pack(file, m)) == Census.State.SOUND) {
                        outcome.sound.add(pack(file, m));
                    } else {
                        images.put(
                                m, PackImage.open(file.shape().members().get(m).bytes()));
                        lost.or(damage.lost());
                    }
                }
                for (var image : images.entrySet()) {
                    image.getValue().copy(source.pack(image.getKey()), budget);
                }
                solve(file, source, lost, images);
                for (var image : images.entrySet()) {
                    boolean healed = place(file, image.getKey(), image.getValue());
                    (healed ? outcome.healed : outcome.beyond).add(pack(file, image.getKey()));
                }
            } finally {
                for (PackImage image : images.values()) {
                    image.close();
                }
            }
        }
        return outcome;
    }

    private static Hash pack(ParityFile file, int member) {
        return file.shape().members().get(member).pack();
    }

    private boolean place(ParityFile file, int m, PackImage image) throws IOException {
        Member member = file.shape().members().get(m);
        Replacing replacing = backend.traits().replacing();
        if (replacing == null || !image.hash(budget).equals(member.content())) {
            return false;
        }
        replacing.replace(StoreNames.pack(member.pack()), image.source());
        return true;
    }

    private void solve(ParityFile file, GroupSource source, BitSet lost, TreeMap<Integer, PackImage> images)
            throws IOException {
        GroupShape shape = file.shape();
        BitSet blocks = new BitSet();
        lost.stream().forEach(symbol -> blocks.set(shape.block(symbol)));
        int[] queue = blocks.stream().toArray();
        Warmth.bulk(queue.length * shape.blockBytes());
        AtomicInteger next = new AtomicInteger();
        try (Scope scope = Scope.open("parity-solve")) {
            for (int t = 0; t < threads(shape, queue.length); t++) {
                Future<?> unused = scope.fork(() -> {
                    BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
                    for (int i = next.getAndIncrement(); i < queue.length; i = next.getAndIncrement()) {
                        int block = queue[i];
                        CpuPool.submit(() -> {
                                    solve(file, source, block, decoder, lost, images);
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

    private static int threads(GroupShape shape, int blocks) {
        long each = BlockDecoder.workingBytes(shape.blockShape(0));
        long room = (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory()) / each;
        return (int) Math.clamp(room, 1, Math.max(1, Math.min(CpuPool.threads(), blocks)));
    }

    /// Solves one block and writes what the images lack of it. A block that cannot be solved is left: its packs'
    /// hashes will tell.
    private static void solve(
            ParityFile file,
            GroupSource source,
            int block,
            BlockDecoder decoder,
            BitSet lost,
            TreeMap<Integer, PackImage> images)
            throws IOException {
        GroupShape shape = file.shape();
        SymbolSum sum = new SymbolSum();
        byte[] symbol = new byte[shape.symbolSize()];
        if (!load(file, source, block, decoder, sum, symbol)) {
            return;
        }
        for (int s = block; s < shape.symbols(); s += shape.blocks()) {
            if (lost.get(s)) {
                int member = source.memberOf(s);
                PackImage image = images.get(member);
                if (image != null && decoder.source(shape.inBlock(s), symbol, 0)) {
                    image.write(
                            source.offset(member, s),
                            MemorySegment.ofArray(symbol).asSlice(0, source.length(member, s)));
                }
            }
        }
    }

    /// Gives the decoder what is right of a block, and as many repair symbols as it needs; whether it solved it.
    private static boolean load(
            ParityFile file, GroupSource source, int block, BlockDecoder decoder, SymbolSum sum, byte[] symbol)
            throws IOException {
        GroupShape shape = file.shape();
        int size = shape.symbolSize();
        BlockShape blockShape = shape.blockShape(block);
        decoder.begin(blockShape);
        MemorySegment bytes = MemorySegment.ofArray(symbol);
        for (int s = block; s < shape.symbols(); s += shape.blocks()) {
            Blocks.checkInterrupt();
            int member = source.memberOf(s);
            MemorySegment part = bytes.asSlice(0, source.length(member, s));
            bytes.fill((byte) 0);
            @Nullable Integer right = file.sum(s);
            if (right != null
                    && source.pack(member).read(source.offset(member, s), part)
                    && sum.source(part, size) == right) {
                decoder.add(shape.inBlock(s), symbol, 0);
            }
        }
        for (int row = 0; row < shape.repairs(); row++) {
            if (decoder.needsAtLeast() == 0 && decoder.solve() instanceof Solution.Solved) {
                return true;
            }
            if (file.row(block, row, bytes, sum)) {
                decoder.add(blockShape.symbols() + row, symbol, 0);
            }
        }
        return decoder.needsAtLeast() == 0 && decoder.solve() instanceof Solution.Solved;
    }

    /// Whether a damaged member could be brought back. Nothing is changed. False where it is what this group was
    /// made of: then parity remembers the damage.
    boolean canHeal(ParityFile file, int wanted) throws IOException {
        GroupShape shape = file.shape();
        try (GroupSource source = GroupSource.open(backend, shape)) {
            Damage damage = Damage.of(file, source, wanted, budget);
            if (damage.whole()) {
                return false;
            }
            BitSet blocks = new BitSet();
            damage.lost().stream().forEach(symbol -> blocks.set(shape.block(symbol)));
            BitSet all = new BitSet();
            for (int m = 0; m < shape.members().size() && !blocks.isEmpty(); m++) {
                all.or(Damage.of(file, source, m, budget).lost());
            }
            SymbolSum sum = new SymbolSum();
            byte[] symbol = new byte[shape.symbolSize()];
            for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
                int missing = 0;
                for (int s = block; s < shape.symbols(); s += shape.blocks()) {
                    missing += all.get(s) || file.sum(s) == null ? 1 : 0;
                }
                int rows = 0;
                for (int row = 0; row < shape.repairs() && rows < missing; row++) {
                    rows += file.row(block, row, MemorySegment.ofArray(symbol), sum) ? 1 : 0;
                }
                if (rows < missing) {
                    return false;
                }
            }
            return true;
        }
    }
}
