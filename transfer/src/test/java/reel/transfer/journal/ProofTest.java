package reel.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class ProofTest {
    private static final int BYTES = 2 * Pieces.BYTES + 777;

    @Test
    void sums_ofAnyPortions_areThoseOfThePiecesAtOnce(RandomGenerator random) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = Data.NOISE.bytes(random, BYTES);
            MemorySegment all = arena.allocate(BYTES).copyFrom(MemorySegment.ofArray(bytes));
            long[] atOnce = new long[12];
            Proof.SUMS.values(all, 0, atOnce);

            long[] running = new long[12];
            Proof.Running sums = new Proof.Running();
            for (int piece = 0; piece < 3; piece++) {
                int at = piece * Pieces.BYTES;
                int end = Math.min(BYTES, at + Pieces.BYTES);
                while (at < end) {
                    int some = Math.min(end - at, 1 + random.nextInt(300_000));
                    sums.add(all.asSlice(at, some));
                    at += some;
                }
                sums.take(running, 4 * piece);
            }

            assertThat(running).isEqualTo(atOnce);
            CRC32C castagnoli = new CRC32C();
            castagnoli.update(bytes, 2 * Pieces.BYTES, 777);
            CRC32 ethernet = new CRC32();
            ethernet.update(bytes, 2 * Pieces.BYTES, 777);
            assertThat(running[8]).isEqualTo(castagnoli.getValue() << 32 | ethernet.getValue());
        }
    }

    @Test
    void values_ofDamagedBytes_areOthers(RandomGenerator random) {
        byte[] bytes = Data.NOISE.bytes(random, Pieces.BYTES);
        for (Proof proof : Proof.values()) {
            long[] right = values(proof, bytes);
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] torn = bytes.clone();
            Arrays.fill(torn, 4096 * random.nextInt(1, 250), torn.length, (byte) 0);

            assertThat(values(proof, flipped)).as("%s", proof).isNotEqualTo(right);
            assertThat(values(proof, torn)).as("%s", proof).isNotEqualTo(right);
        }
    }

    private static long[] values(Proof proof, byte[] bytes) {
        long[] values = new long[4];
        proof.values(MemorySegment.ofArray(bytes), 0, values);
        return values;
    }
}
