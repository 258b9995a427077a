package reel.video.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LdpcTest {
    /// Likelihoods of a codeword after white noise of a deviation.
    private static byte[] noisy(byte[] codeword, double deviation, Random random) {
        byte[] soft = new byte[LdpcCode.BITS];
        for (int i = 0; i < soft.length; i++) {
            double sent = (codeword[i >> 3] >> (i & 7) & 1) == 0 ? 1 : -1;
            double got = 24 * (sent + deviation * random.nextGaussian());
            soft[i] = (byte) Math.clamp(Math.round(got), -127, 127);
        }
        return soft;
    }

    private static byte[] codeword(LdpcCode code, Random random) {
        byte[] codeword = new byte[LdpcCode.BITS / 8];
        random.nextBytes(codeword);
        new LdpcEncoder(code).encode(codeword, 0);
        return codeword;
    }

    /// Deviations where the raw error rate is 4, 3, 1.8, 1.2 and 0.7 percent.
    @ParameterizedTest
    @CsvSource({"R750,0.571", "R812,0.531", "R875,0.477", "R906,0.443", "R937,0.407"})
    void decode_ofNoisyCodewords_findsEachOne(LdpcRate rate, double deviation) {
        LdpcCode code = LdpcCode.of(rate);
        LdpcDecoder decoder = LdpcDecoder.best(code);
        Random random = new Random(rate.ordinal());
        byte[] data = new byte[rate.dataBits() / 8];
        for (int i = 0; i < 20; i++) {
            byte[] codeword = codeword(code, random);

            boolean found = decoder.decode(noisy(codeword, deviation, random), 0, 30, data, 0);

            assertThat(found).isTrue();
            assertThat(data).isEqualTo(Arrays.copyOf(codeword, data.length));
        }
    }

    @ParameterizedTest
    @EnumSource(LdpcRate.class)
    void decode_ofCodewordsAsMade_takesNoIteration(LdpcRate rate) {
        LdpcCode code = LdpcCode.of(rate);
        LdpcDecoder decoder = LdpcDecoder.best(code);
        Random random = new Random(7);
        byte[] data = new byte[rate.dataBits() / 8];
        for (int i = 0; i < 20; i++) {
            byte[] codeword = codeword(code, random);
            byte[] soft = noisy(codeword, 0, random);

            assertThat(decoder.decode(soft, 0, 8, data, 0)).isTrue();
            assertThat(decoder.iterations()).isZero();
            assertThat(data).isEqualTo(Arrays.copyOf(codeword, data.length));

            // One weak bit of the wrong sign, anywhere, is noticed.
            int bit = random.nextInt(soft.length);
            soft[bit] = (byte) (soft[bit] < 0 ? 1 : -1);
            assertThat(decoder.decode(soft, 0, 8, data, 0)).isTrue();
            assertThat(decoder.iterations()).isPositive();
            assertThat(data).isEqualTo(Arrays.copyOf(codeword, data.length));
        }
    }

    @ParameterizedTest
    @EnumSource(LdpcRate.class)
    void decode_withVectors_isBitForBitTheScalarOne(LdpcRate rate) {
        LdpcCode code = LdpcCode.of(rate);
        LdpcDecoder vector = LdpcDecoder.best(code);
        LdpcDecoder scalar = LdpcDecoder.scalar(code);
        Random random = new Random(99);
        byte[] a = new byte[rate.dataBits() / 8];
        byte[] b = new byte[a.length];
        for (double deviation : new double[] {0, 0.4, 0.5, 0.6, 0.9, 9}) {
            byte[] soft = noisy(codeword(code, random), deviation, random);
            soft[5] = -128;

            boolean found = vector.decode(soft, 0, 8, a, 0);

            assertThat(scalar.decode(soft, 0, 8, b, 0)).isEqualTo(found);
            assertThat(a).isEqualTo(b);
            assertThat(vector.iterations()).isEqualTo(scalar.iterations());
        }
    }

    @Test
    void decode_ofPureNoise_findsNothing() {
        LdpcDecoder decoder = LdpcDecoder.best(LdpcCode.of(LdpcRate.R875));
        Random random = new Random(3);
        byte[] soft = new byte[LdpcCode.BITS];
        byte[] data = new byte[LdpcRate.R875.dataBits() / 8];
        for (int i = 0; i < 20; i++) {
            random.nextBytes(soft);
            assertThat(decoder.decode(soft, 0, 10, data, 0)).isFalse();
        }
    }

    @Test
    void columns_inPairsOfRows_makeNoCycleOfFour() {
        for (LdpcRate rate : LdpcRate.values()) {
            LdpcCode code = LdpcCode.of(rate);
            for (int a = 0; a < code.rows(); a++) {
                for (int b = 0; b < a; b++) {
                    boolean[] seen = new boolean[LdpcCode.LIFT];
                    for (int i = 0; i < code.columns(a).length; i++) {
                        int j = Arrays.binarySearch(code.columns(b), code.columns(a)[i]);
                        if (j >= 0) {
                            int distance = code.turns(a)[i] - code.turns(b)[j] & LdpcCode.LIFT - 1;
                            assertThat(seen[distance])
                                    .as("%s rows %d and %d", rate, a, b)
                                    .isFalse();
                            seen[distance] = true;
                        }
                    }
                }
            }
        }
    }

    /// The codes are a format: a change of theirs makes old videos unreadable.
    @Test
    void codes_asMade_areThoseOfTheFormat() {
        CRC32C sum = new CRC32C();
        for (LdpcRate rate : LdpcRate.values()) {
            byte[] codeword = new byte[LdpcCode.BITS / 8];
            for (int i = 0; i < rate.dataBits() / 8; i++) {
                codeword[i] = (byte) (i * 37 + 11);
            }
            new LdpcEncoder(LdpcCode.of(rate)).encode(codeword, 0);
            sum.update(codeword);
        }
        assertThat(sum.getValue()).isEqualTo(0xADF2A4EEL);
    }
}
