package reel.history.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// Damages bytes at random and checks that a decoder either refuses them or has read exactly what they say.
public final class Flips {
    private Flips() {}

    public interface Decode<T> {
        T decode(byte[] bytes) throws IOException;
    }

    public interface Encode<T> {
        byte[] encode(T value);
    }

    /// Flips, cuts, zeroes and extends `bytes`; nothing but [Corrupt] and [Refused] may come out, or a value that
    /// encodes to the damaged bytes.
    public static <T> void check(RandomGenerator random, byte[] bytes, int rounds, Decode<T> decode, Encode<T> encode) {
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = damage(random, bytes);
            try {
                T value = decode.decode(damaged);
                assertThat(encode.encode(value)).isEqualTo(damaged);
            } catch (Corrupt | Refused expected) {
                assertThat(expected.getMessage()).isNotBlank();
            } catch (IOException | RuntimeException other) {
                fail("damaged bytes gave " + other, other);
            }
        }
    }

    private static byte[] damage(RandomGenerator random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(bytes.length + 1));
            case 1 -> damaged = Arrays.copyOf(damaged, bytes.length + 1 + random.nextInt(40));
            case 2 -> {
                int from = random.nextInt(bytes.length);
                Arrays.fill(damaged, from, Math.min(bytes.length, from + 1 + random.nextInt(16)), (byte) 0);
            }
            default -> {
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return damaged;
    }
}
