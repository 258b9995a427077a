package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;

@Seeded
final class KeyedHashTest {
    @Test
    void of_anyHash_isBlake3KeyedOverItsBytes(RandomGenerator random) {
        for (int round = 0; round < 200; round++) {
            byte[] key = new byte[Blake3.KEY_BYTES];
            byte[] input = new byte[Hash.BYTES];
            random.nextBytes(key);
            random.nextBytes(input);
            assertThat(new KeyedHash(key).of(Hash.of(input)))
                    .isEqualTo(Blake3.keyed(key).update(input).digest());
        }
    }

    @Test
    void keyedHash_withKeyOfOtherLength_isAProgrammersMistake() {
        assertThatThrownBy(() -> new KeyedHash(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
