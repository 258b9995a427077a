package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Objects of any shape survive any loss that leaves enough symbols.
@Seeded
final class LossTest {
    private static final int PATTERNS = 10_000;
    private static final PlanCache PLANS = new PlanCache(64 << 20);

    private final BlockEncoder[] encoders =
            Fixtures.kernels().stream().map(k -> new BlockEncoder(PLANS, k)).toArray(BlockEncoder[]::new);
    private final BlockDecoder[] decoders =
            Fixtures.kernels().stream().map(k -> new BlockDecoder(PLANS, k)).toArray(BlockDecoder[]::new);

    @Test
    void object_ofAnyShapeAfterAnyLoss_comesBack(Seed seed) {
        int atOnce = 0;
        int blocks = 0;
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            RandomGenerator random = seed.part(pattern).random();
            ObjectParameters parameters = parameters(random, pattern % 100 == 0 ? 700 : 40);
            byte[] object = new byte[(int) parameters.transferLength()];
            random.nextBytes(object);
            byte[] again = new byte[object.length];
            BlockEncoder encoder = encoders[pattern % encoders.length];
            BlockDecoder decoder = decoders[pattern / 2 % decoders.length];
            for (int sbn = 0; sbn < parameters.sourceBlocks(); sbn++) {
                SourceBlock block = parameters.block(sbn);
                encoder.begin(parameters.shape(sbn), object, (int) block.offset(), (int) block.length());
                decoder.begin(parameters.shape(sbn));
                int more = transmit(encoder, decoder, block.symbols(), parameters.symbolSize(), random);
                assertThat(more).as("pattern %s: symbols above K", pattern).isLessThan(5);
                atOnce += more == 0 ? 1 : 0;
                blocks++;
                decoder.writeBlock(again, (int) block.offset(), (int) block.length());
            }
            assertThat(again)
                    .as("pattern %s of %s: %s", pattern, seed, parameters)
                    .isEqualTo(object);
        }
        assertThat(atOnce / (double) blocks).as("blocks solved from K symbols").isGreaterThan(0.98);
    }

    private static ObjectParameters parameters(RandomGenerator random, int mostSymbols) {
        int alignment = 1 << random.nextInt(4);
        int units = random.nextInt(1, random.nextInt(5) == 0 ? 90 : 6);
        int size = alignment * units;
        int symbols = random.nextInt(1, mostSymbols + 1);
        long length = (symbols - 1L) * size + random.nextInt(1, size + 1);
        return new ObjectParameters(
                length, size, random.nextInt(1, Math.min(4, symbols) + 1), random.nextInt(1, units + 1), alignment);
    }

    /// Sends a random part of the source symbols and random repair symbols, in random order, until the block
    /// is solved.
    ///
    /// @return symbols above K that it took
    private static int transmit(BlockEncoder encoder, BlockDecoder decoder, int k, int size, RandomGenerator random) {
        double keep = random.nextDouble();
        int[] ids = new int[k + 40];
        int count = 0;
        for (int esi = 0; esi < k; esi++) {
            if (random.nextDouble() < keep) {
                ids[count++] = esi;
            }
        }
        int base = random.nextInt(3) == 0 ? random.nextInt(k, PayloadId.MAX_SYMBOL - 2 * k - 100) : k;
        for (int i = 0; count < ids.length; i++) {
            ids[count++] = base + i;
        }
        for (int i = k + 20; i > 1; i--) {
            int other = random.nextInt(i);
            int id = ids[i - 1];
            ids[i - 1] = ids[other];
            ids[other] = id;
        }
        byte[] symbol = new byte[size];
        int at = 0;
        while (true) {
            if (decoder.needsAtLeast() == 0 && decoder.solve() instanceof Solution.Solved) {
                return at - k;
            }
            int id = ids[at++];
            encoder.symbol(id, symbol, 0);
            assertThat(decoder.add(id, symbol)).isEqualTo(Added.ACCEPTED);
            assertThat(decoder.add(id, symbol)).isEqualTo(Added.DUPLICATE);
            assertThat(decoder.received()).isEqualTo(at);
        }
    }
}
