package reel.stream.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntropyProbeTest {
    @Test
    void bits_ofNoise_areNearlyEight() {
        for (int round = 0; round < 50; round++) {
            byte[] noise = new byte[64 << 10];
            new Random(SealerTest.SEED + round).nextBytes(noise);
            assertThat(EntropyProbe.bitsPerByte(MemorySegment.ofArray(noise))).isBetween(7.86, 8.0);
        }
    }

    @Test
    void bits_ofKnownDistributions_areTheirEntropy() {
        byte[] bytes = new byte[1 << 20];
        assertThat(EntropyProbe.bitsPerByte(MemorySegment.ofArray(bytes))).isEqualTo(0.0);
        for (int symbols : new int[] {2, 4, 16, 64}) {
            Random random = new Random(SealerTest.SEED);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(symbols);
            }
            double expected = Math.log(symbols) / Math.log(2);
            assertThat(EntropyProbe.bitsPerByte(MemorySegment.ofArray(bytes))).isCloseTo(expected, within(0.06));
        }
    }

    @Test
    void looksCompressible_ofNoiseWithATenthOfZeros_isTrue() {
        byte[] bytes = SealerTest.noise(1 << 20);
        for (int at = 0; at < bytes.length; at += 10) {
            bytes[at] = 0;
        }
        assertThat(EntropyProbe.looksCompressible(MemorySegment.ofArray(bytes))).isTrue();
        assertThat(EntropyProbe.looksCompressible(MemorySegment.ofArray(SealerTest.noise(1 << 20))))
                .isFalse();
    }
}
