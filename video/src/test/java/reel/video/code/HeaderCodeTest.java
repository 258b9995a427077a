package reel.video.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeaderCodeTest {
    private static float[] soft(byte[] data, double deviation, Random random) {
        byte[] bits = HeaderCode.encode(data);
        float[] soft = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            soft[i] = (float) ((bits[i] == 0 ? 1 : -1) + deviation * random.nextGaussian());
        }
        return soft;
    }

    @Test
    void decode_withEveryEighthBitWrong_bringsTheDataBack() {
        Random random = new Random(5);
        byte[] data = new byte[24];
        for (int i = 0; i < 50; i++) {
            random.nextBytes(data);
            assertThat(HeaderCode.decode(soft(data, 0.85, random), data.length)).isEqualTo(data);
        }
    }

    @Test
    void decode_withAThirdErased_bringsTheDataBack() {
        Random random = new Random(6);
        byte[] data = new byte[24];
        random.nextBytes(data);
        float[] soft = soft(data, 0.3, random);
        for (int i = 0; i < soft.length; i += 3) {
            soft[i] = 0;
        }
        assertThat(HeaderCode.decode(soft, data.length)).isEqualTo(data);
    }
}
