package reel.history.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.testkit.Seeded;

@Seeded
final class DecoderTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE})
    void varint_anyValue_roundTrips(long value) throws Exception {
        byte[] bytes = new Encoder(16).varint(value).toBytes();

        Decoder in = Decoder.of(bytes, "test");

        assertThat(in.varint(Long.MAX_VALUE, "value")).isEqualTo(value);
        in.end();
    }

    @Test
    void varint_inALongerForm_isCorrupt() {
        Decoder in = Decoder.of(new byte[] {(byte) 0x81, 0}, "test");

        assertThatThrownBy(() -> in.varint(1000, "value")).isInstanceOf(Corrupt.class);
    }

    @Test
    void varint_thatNeverEnds_isCorrupt() {
        byte[] bytes = new byte[12];
        java.util.Arrays.fill(bytes, (byte) 0xff);

        assertThatThrownBy(() -> Decoder.of(bytes, "test").varint(Long.MAX_VALUE, "value"))
                .isInstanceOf(Corrupt.class);
    }

    @Test
    void count_ofMoreThanCanFollow_isCorruptBeforeAnyAllocation() {
        byte[] bytes = new Encoder(16).varint(1_000_000).raw(new byte[100]).toBytes();

        assertThatThrownBy(() -> Decoder.of(bytes, "test").count(2_000_000, 1, "things"))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("things");
    }

    @Test
    void string_thatIsNoUtf8_isCorrupt() {
        byte[] bytes = new Encoder(16).sized(new byte[] {(byte) 0xff}).toBytes();

        assertThatThrownBy(() -> Decoder.of(bytes, "test").string(10, "name")).isInstanceOf(Corrupt.class);
    }

    @Test
    void header_ofANewerVersion_isRefused() {
        byte[] bytes = {'a', 'b', 2};

        assertThatThrownBy(() -> Decoder.of(bytes, "test").header("ab", 1))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void numbers_ofEveryWidth_roundTrip(RandomGenerator random) throws Exception {
        int small = random.nextInt(256);
        int middle = random.nextInt(65_536);
        long large = random.nextLong();

        Decoder in = Decoder.of(new Encoder(1).u8(small).u16(middle).i64(large).toBytes(), "test");

        assertThat(in.u8("small")).isEqualTo(small);
        assertThat(in.u16("middle")).isEqualTo(middle);
        assertThat(in.i64("large")).isEqualTo(large);
        in.end();
    }
}
