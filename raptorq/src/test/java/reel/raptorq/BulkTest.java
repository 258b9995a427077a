package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;

/// Many symbols at a time in a buffer are the same symbols as one by one in arrays.
@Seeded
final class BulkTest {
    private static final PlanCache PLANS = new PlanCache(64 << 20);

    /// A buffer that begins and ends somewhere inside another, in or outside the heap.
    private static ByteBuffer buffer(RandomGenerator random, int bytes) {
        int before = random.nextInt(100);
        int all = before + bytes + random.nextInt(100);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(all) : ByteBuffer.allocateDirect(all);
        return buffer.limit(before + bytes).position(before);
    }

    private static ByteBuffer holding(RandomGenerator random, byte[] from, int at, int bytes) {
        ByteBuffer buffer = buffer(random, bytes);
        return buffer.put(buffer.position(), from, at, bytes);
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }

    private static byte[] symbols(BlockEncoder encoder, BlockShape shape, int first, int count) {
        byte[] symbols = new byte[count * shape.symbolSize()];
        for (int i = 0; i < count; i++) {
            encoder.symbol(first + i, symbols, i * shape.symbolSize());
        }
        return symbols;
    }

    /// Widths of one stripe and of several, whole vectors and parts of them.
    private static BlockShape shape(RandomGenerator random) {
        int size = random.nextBoolean() ? 64 * random.nextInt(1, 90) : random.nextInt(1, 5000);
        return BlockShape.of(random.nextInt(1, 400), size);
    }

    @RepeatedTest(40)
    void symbols_putAndRepaired_areThoseOfTheBlock(RandomGenerator random) {
        for (Kernels kernels : Fixtures.kernels()) {
            BlockShape shape = shape(random);
            int size = shape.symbolSize();
            byte[] block = new byte[(int) shape.bytes()];
            random.nextBytes(block);
            BlockEncoder plain = new BlockEncoder(PLANS);
            plain.begin(shape, block, 0, block.length);
            BlockEncoder keeping = new BlockEncoder(PLANS, kernels);
            keeping.begin(shape);
            for (int end = shape.symbols(); end > 0; ) {
                int first = random.nextInt(end);
                keeping.put(first, holding(random, block, first * size, (end - first) * size));
                end = first;
            }
            int first = shape.symbols() + random.nextInt(100);
            int count = random.nextInt(200);
            ByteBuffer made = buffer(random, count * size);
            keeping.repair(first, made);
            assertThat(keeping.bytes()).isLessThanOrEqualTo(BlockEncoder.keepingBytes(shape));
            byte[] expected = symbols(plain, shape, first, count);
            assertThat(octets(made)).isEqualTo(expected);
            assertThat(symbols(keeping, shape, 0, shape.symbols())).isEqualTo(block);
            assertThat(symbols(keeping, shape, first, count)).isEqualTo(expected);
            keeping.repair(first, made);
            assertThat(octets(made)).isEqualTo(expected);
        }
    }

    @RepeatedTest(40)
    void symbols_addedInRuns_giveTheBlockBack(RandomGenerator random) {
        for (Kernels kernels : Fixtures.kernels()) {
            BlockShape shape = shape(random);
            int size = shape.symbolSize();
            int symbols = shape.symbols();
            byte[] block = new byte[(int) shape.bytes()];
            random.nextBytes(block);
            BlockEncoder encoder = new BlockEncoder(PLANS);
            encoder.begin(shape, block, 0, block.length);
            byte[] repair = symbols(encoder, shape, symbols, symbols + 20);
            BlockDecoder decoder = new BlockDecoder(PLANS, kernels);
            decoder.begin(shape);
            boolean[] seen = new boolean[2 * symbols + 20];
            while (!(decoder.solve() instanceof Solution.Solved)) {
                int first = random.nextInt(seen.length);
                boolean source = first < symbols;
                int count = random.nextInt(
                        1, Math.min(1 + random.nextInt(60), source ? symbols - first : seen.length - first) + 1);
                int fresh = 0;
                for (int id = first; id < first + count; id++) {
                    fresh += seen[id] ? 0 : 1;
                    seen[id] = true;
                }
                int room = symbols + SymbolSlots.SPARE - decoder.received();
                ByteBuffer run = holding(
                        random, source ? block : repair, (source ? first : first - symbols) * size, count * size);
                int accepted = decoder.add(first, run);
                assertThat(accepted).isEqualTo(Math.min(fresh, room));
            }
            ByteBuffer all = buffer(random, block.length);
            decoder.sources(0, all);
            assertThat(octets(all)).isEqualTo(block);
            int first = random.nextInt(symbols);
            ByteBuffer some = buffer(random, (symbols - first) * size);
            decoder.sources(first, some);
            assertThat(octets(some)).isEqualTo(Arrays.copyOfRange(block, first * size, block.length));
        }
    }

    @Test
    void calls_outOfOrder_areRefused() {
        BlockShape shape = BlockShape.of(20, 16);
        BlockEncoder encoder = new BlockEncoder(PLANS);
        encoder.begin(shape);
        encoder.put(0, ByteBuffer.allocate(19 * 16));
        encoder.put(3, ByteBuffer.allocate(32));
        assertThatThrownBy(() -> encoder.repair(20, ByteBuffer.allocate(16)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 source symbol");
        assertThatThrownBy(() -> encoder.put(19, ByteBuffer.allocate(32))).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> encoder.put(19, ByteBuffer.allocate(15))).isInstanceOf(MalformedInput.class);
        encoder.put(19, ByteBuffer.allocate(16));
        assertThatThrownBy(() -> encoder.repair(19, ByteBuffer.allocate(16))).isInstanceOf(MalformedInput.class);
        encoder.begin(shape, new byte[320], 0, 320);
        assertThatThrownBy(() -> encoder.put(0, ByteBuffer.allocate(16))).isInstanceOf(IllegalStateException.class);
        BlockDecoder decoder = new BlockDecoder(PLANS);
        decoder.begin(shape);
        assertThatThrownBy(() -> decoder.sources(0, ByteBuffer.allocate(16))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.sources(19, ByteBuffer.allocate(32))).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> decoder.add(-1, ByteBuffer.allocate(16))).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> decoder.add(PayloadId.MAX_SYMBOL, ByteBuffer.allocate(32)))
                .isInstanceOf(MalformedInput.class);
    }
}
