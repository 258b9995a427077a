package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;

@Seeded
final class BlockDecoderTest {
    private static final PlanCache PLANS = new PlanCache(64 << 20);

    private final BlockShape shape = BlockShape.of(30, 24);
    private final byte[] block = Fixtures.data(5, 30 * 24);
    private final BlockEncoder encoder = new BlockEncoder(PLANS);
    private final BlockDecoder decoder = new BlockDecoder(PLANS);

    private byte[] symbol(int esi) {
        byte[] symbol = new byte[24];
        encoder.symbol(esi, symbol, 0);
        return symbol;
    }

    private void begin() {
        encoder.begin(shape, block, 0, block.length);
        decoder.begin(shape);
    }

    @Test
    void needs_withTooFewSymbols_saysHowManyMore() {
        begin();
        for (int esi = 4; esi < 30; esi++) {
            decoder.add(esi, symbol(esi));
        }
        assertThat(decoder.needsAtLeast()).isEqualTo(4);
        assertThat(decoder.solvable()).isFalse();
        assertThat(decoder.solve()).isEqualTo(new Solution.NeedsMore(4));
        assertThat(decoder.missing()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void source_ofAnUnsolvedBlock_isGivenAsFarAsKnown() {
        begin();
        decoder.add(7, symbol(7));
        byte[] target = new byte[30];
        assertThat(decoder.knows(7)).isTrue();
        assertThat(decoder.source(7, target, 6)).isTrue();
        assertThat(Arrays.copyOfRange(target, 6, 30)).isEqualTo(symbol(7));
        assertThat(decoder.source(8, target, 0)).isFalse();
        assertThatThrownBy(() -> decoder.writeBlock(new byte[720], 0, 720)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.symbol(40, new byte[24], 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void add_ofWhatIsNoNewSymbol_saysWhyAndChangesNothing() {
        begin();
        byte[] five = symbol(5);
        assertThat(decoder.add(5, five)).isEqualTo(Added.ACCEPTED);
        assertThat(decoder.add(5, symbol(6))).isEqualTo(Added.DUPLICATE);
        assertThat(decoder.add(6, new byte[23])).isEqualTo(Added.WRONG_LENGTH);
        assertThat(decoder.add(6, new byte[2])).isEqualTo(Added.WRONG_LENGTH);
        assertThat(decoder.add(-1, five)).isEqualTo(Added.FOREIGN_ID);
        assertThat(decoder.add(1 << 24, five)).isEqualTo(Added.FOREIGN_ID);
        assertThat(decoder.received()).isEqualTo(1);
        for (Added added : Added.values()) {
            assertThat(added.reason()).isNotBlank();
        }
    }

    @Test
    void add_ofMoreThanIsKept_saysSo() {
        begin();
        int kept = 0;
        while (decoder.add(100 + kept, symbol(100 + kept)) == Added.ACCEPTED) {
            kept++;
        }
        assertThat(kept).isEqualTo(30 + SymbolSlots.SPARE);
        assertThat(decoder.add(0, symbol(0))).isEqualTo(Added.SURPLUS);
        assertThat(decoder.solve()).isEqualTo(new Solution.Solved());
        assertThat(decoder.add(0, symbol(0))).isEqualTo(Added.DUPLICATE);
        assertThat(decoder.add(90, symbol(90))).isEqualTo(Added.SOLVED);
        byte[] again = new byte[720];
        decoder.writeBlock(again, 0, 720);
        assertThat(again).isEqualTo(block);
    }

    @Test
    void symbols_ofASolvedBlock_areThoseOfTheEncoder() {
        begin();
        for (int esi = 30; esi < 62; esi++) {
            decoder.add(esi, symbol(esi));
        }
        assertThat(decoder.solve()).isEqualTo(new Solution.Solved());
        int[] ids = {3, 29, 30, 31, 77, PayloadId.MAX_SYMBOL};
        byte[] made = new byte[ids.length * 28];
        decoder.symbols(ids, made, 4, 28);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < ids.length; i++) {
                byte[] one = new byte[24];
                decoder.symbol(ids[i], one, 0);
                assertThat(one).isEqualTo(symbol(ids[i]));
                assertThat(Arrays.copyOfRange(made, 4 + 28 * i, 28 + 28 * i)).isEqualTo(one);
            }
            decoder.symbols(ids, made, 4, 28);
        }
    }

    @RepeatedTest(30)
    void encoder_fromAnyKindOfSource_makesTheSame(RandomGenerator random) {
        int alignment = random.nextInt(1, 5);
        BlockShape any = new BlockShape(random.nextInt(1, 90), alignment * random.nextInt(4, 40), 4, alignment);
        int length = (int) any.bytes() - random.nextInt(any.symbolSize());
        byte[] source = new byte[length + 9];
        random.nextBytes(source);
        ByteBuffer direct = ByteBuffer.allocateDirect(length + 9).put(source).position(9);
        int count = 5;
        int size = any.symbolSize();
        byte[] one = new byte[count * size];
        byte[] other = new byte[count * size];
        encoder.begin(any, source, 9, length);
        encoder.repair(any.symbols(), count, one, 0, size);
        encoder.begin(any, direct);
        for (int i = 0; i < count; i++) {
            encoder.symbol(any.symbols() + i, other, i * size);
        }
        assertThat(other).isEqualTo(one);
        encoder.repair(any.symbols(), count, other, 0, size);
        assertThat(other).isEqualTo(one);
        assertThat(direct.position()).isEqualTo(9);
    }

    @RepeatedTest(40)
    void memory_ofAnyShape_staysWithinWhatWasSaid(RandomGenerator random) {
        BlockShape any = BlockShape.of(1 + (int) Math.pow(3000, random.nextDouble()), random.nextInt(1, 600));
        byte[] source = new byte[(int) any.bytes()];
        BlockEncoder fresh = new BlockEncoder(PLANS);
        byte[] symbol = new byte[any.symbolSize()];
        fresh.begin(any, source, 0, source.length);
        fresh.repair(any.symbols(), 1, symbol, 0, symbol.length);
        assertThat(fresh.bytes()).isLessThanOrEqualTo(BlockEncoder.workingBytes(any, false));
        fresh = new BlockEncoder(PLANS);
        fresh.begin(any, source, 0, source.length);
        fresh.symbol(any.symbols(), symbol, 0);
        assertThat(fresh.bytes()).isLessThanOrEqualTo(BlockEncoder.workingBytes(any, true));
        BlockDecoder receiver = new BlockDecoder(PLANS);
        receiver.begin(any);
        int lost = random.nextInt(1, any.symbols() + 1);
        for (int esi = lost; receiver.received() < any.symbols() + SymbolSlots.SPARE; esi++) {
            fresh.symbol(esi, symbol, 0);
            receiver.add(esi, symbol);
        }
        assertThat(receiver.solvable()).isTrue();
        assertThat(receiver.solve()).isEqualTo(new Solution.Solved());
        assertThat(receiver.bytes()).isLessThanOrEqualTo(BlockDecoder.workingBytes(any));
    }

    @Test
    void solve_ofSymbolsOfAnotherKind_neverThrows() {
        // Ids as an enemy picks them: all of one low degree, so that the system has no solution or a hard one.
        BlockShape large = BlockShape.of(2000, 8);
        BlockCode code = BlockCode.of(2000);
        int[] columns = new int[Tuples.MOST];
        decoder.begin(large);
        for (int esi = 2000; decoder.needsAtLeast() > 0 && esi < 400_000; esi++) {
            if ((Tuples.columns(code, esi + code.symbols - 2000, columns, 0) & 0xFFFF) >= 6) {
                decoder.add(esi, new byte[8]);
            }
        }
        assertThat(decoder.received()).isEqualTo(2000);
        assertThat(decoder.solve()).isIn(new Solution.Solved(), new Solution.NeedsMore(decoder.needsAtLeast()));
        assertThat(decoder.bytes()).isLessThanOrEqualTo(BlockDecoder.workingBytes(large));
    }

    @Test
    void calls_outsideTheirBounds_nameTheField() {
        begin();
        refuses("symbols", () -> BlockShape.of(0, 8));
        refuses("symbols", () -> BlockShape.of(56_404, 8));
        refuses("symbolSize", () -> BlockShape.of(1, 0));
        refuses("symbolSize", () -> BlockShape.of(1, 65_536));
        refuses("symbolSize", () -> new BlockShape(1, 9, 1, 8));
        refuses("subBlocks", () -> new BlockShape(1, 16, 3, 8));
        refuses("alignment", () -> new BlockShape(1, 16, 3, 0));
        refuses("length", () -> encoder.begin(shape, block, 0, 719 - 24));
        refuses("length", () -> encoder.begin(BlockShape.of(29, 24), block, 0, 720));
        refuses("source", () -> encoder.begin(shape, block, 1, 720));
        refuses("source", () -> encoder.begin(shape, block, -1, 720));
        refuses("source", () -> encoder.begin(shape, block, 0, -1));
        refuses("length", () -> encoder.begin(shape, ByteBuffer.allocate(721)));
        refuses("esi", () -> encoder.symbol(-1, new byte[24], 0));
        refuses("esi", () -> encoder.symbol(1 << 24, new byte[24], 0));
        refuses("target", () -> encoder.symbol(1, new byte[23], 0));
        refuses("target", () -> encoder.symbol(30, new byte[24], Integer.MAX_VALUE));
        refuses("first", () -> encoder.repair(29, 1, new byte[24], 0, 24));
        refuses("count", () -> encoder.repair(30, -1, new byte[24], 0, 24));
        refuses("count", () -> encoder.repair(30, 1 << 24, new byte[24], 0, 24));
        refuses("step", () -> encoder.repair(30, 1, new byte[24], 0, 23));
        refuses("target", () -> encoder.repair(30, 2, new byte[47], 0, 24));
        refuses("target", () -> encoder.repair(30, 2, new byte[47], 0, Integer.MAX_VALUE));
        refuses("from", () -> decoder.add(3, new byte[24], 1));
        refuses("from", () -> decoder.add(3, new byte[24], -1));
        refuses("symbol", () -> decoder.knows(30));
        refuses("symbol", () -> decoder.source(-1, new byte[24], 0));
        refuses("target", () -> decoder.source(0, new byte[24], 1));
        refuses("from", () -> PayloadId.parse(new byte[5], 2));
        refuses("into", () -> new PayloadId(0, 0).write(new byte[3], 0));
        refuses("block", () -> new PayloadId(255, 0));
        refuses("symbol", () -> new PayloadId(0, -1));
    }

    private static void refuses(String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MalformedInput.class, e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e).hasMessageContaining("expected");
        });
    }
}
