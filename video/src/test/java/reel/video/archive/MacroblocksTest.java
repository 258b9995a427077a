package reel.video.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;

@Seeded
final class MacroblocksTest {
    private static final int MB = SliceLayout.MB_BYTES;
    private static final int UNIT = Macroblocks.UNIT_BYTES;

    private static int noise(int white, int sample) {
        return Whitening.TABLE.get(ValueLayout.JAVA_BYTE, white + sample & Whitening.TABLE_BYTES - 1);
    }

    /// Samples which, whitened, have zeros side by side where one macroblock in two has them, at any place.
    private static byte[] samples(RandomGenerator random, int count, int white) {
        byte[] samples = new byte[count * MB];
        random.nextBytes(samples);
        for (int mb = 0; mb < count; mb++) {
            if (random.nextBoolean()) {
                int at = mb * MB + random.nextInt(MB);
                samples[at] = (byte) noise(white, at);
                if (at + 1 < samples.length && random.nextInt(8) > 0) {
                    samples[at + 1] = (byte) noise(white, at + 1);
                }
            }
        }
        return samples;
    }

    /// What `lay` does, a byte at a time.
    private static byte[] slowly(byte[] samples, int white) {
        byte[] units = new byte[samples.length / MB * UNIT];
        for (int i = 0; i < samples.length; i++) {
            int unit = i / MB * UNIT;
            units[unit] = 13;
            units[unit + 2 + i % MB] = (byte) (samples[i] ^ noise(white, i));
        }
        return units;
    }

    private static long pairs(byte[] units) {
        long found = 0;
        for (int at = 0; at + 1 < units.length; at++) {
            if (units[at] == 0 && units[at + 1] == 0) {
                found |= 1L << at / UNIT;
            }
        }
        return found;
    }

    @Test
    void macroblocks_ofAnyNumberAndPlaceInTheTable_areThoseMadeByteByByte(RandomGenerator random) {
        for (int round = 0; round < 400; round++) {
            int count = random.nextInt(1, Macroblocks.MOST + 1);
            int white = random.nextInt();
            int start = random.nextInt(9);
            byte[] samples = samples(random, count, white);
            MemorySegment from = MemorySegment.ofArray(new byte[start + samples.length]);
            MemorySegment.copy(MemorySegment.ofArray(samples), 0, from, start, samples.length);
            MemorySegment into = MemorySegment.ofArray(new byte[count * UNIT + start]);

            long found = Macroblocks.lay(from, start, into, start, count, white);

            byte[] units = slowly(samples, white);
            assertThat(into.asSlice(start).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(units);
            assertThat(found).isEqualTo(pairs(units));
            MemorySegment back = MemorySegment.ofArray(new byte[samples.length]);
            assertThat(Macroblocks.lift(into, start, back, 0, count, white)).isEqualTo(found);
            assertThat(back.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(samples);
        }
    }

    @Test
    void lift_ofMacroblocksWithSomethingElseBeforeThem_tellsWhich(RandomGenerator random) {
        byte[] units = slowly(new byte[3 * MB], 5);
        for (int at : new int[] {0, 1}) {
            byte[] changed = units.clone();
            changed[UNIT + at] ^= (byte) (1 << random.nextInt(8));
            MemorySegment into = MemorySegment.ofArray(new byte[3 * MB]);

            long found = Macroblocks.lift(MemorySegment.ofArray(changed), 0, into, 0, 3, 5);

            assertThat(found & ~pairs(units)).isEqualTo(2);
        }
    }
}
