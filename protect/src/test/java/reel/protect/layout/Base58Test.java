package reel.protect.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class Base58Test {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// The definition, with big numbers.
    private static String plain(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes);
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(58));
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            text.append('1');
        }
        return text.reverse().toString();
    }

    @RepeatedTest(200)
    void encode_ofAnyHash_isThePlainNumber_andDecodesBack(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Arrays.fill(bytes, 0, random.nextInt(4) == 0 ? random.nextInt(33) : 0, (byte) 0);
        String text = Base58.encode(Hash.of(bytes));
        assertThat(text).isEqualTo(plain(bytes));
        assertThat(Base58.decode(text)).isEqualTo(Hash.of(bytes));
    }

    @Test
    void encode_ofTheExtremes_isKnown() {
        assertThat(Base58.encode(new Hash(0, 0, 0, 0))).isEqualTo("1".repeat(32));
        assertThat(Base58.encode(new Hash(-1, -1, -1, -1))).isEqualTo("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "11111111111111111111111111111111111",
                "../../../../etc/passwd",
                "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFH",
                "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWx0G",
                "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxF/",
                "1JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG",
                "é"
            })
    void decode_ofWhatIsNoId_isNull(String text) {
        assertThat(Base58.decode(text)).isNull();
    }
}
