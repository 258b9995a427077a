package reel.video.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;

@Seeded
final class EscapesTest {
    /// The rule as the standard has it, byte by byte.
    private static byte[] slowly(byte[] bytes) {
        byte[] out = new byte[2 * bytes.length + 1];
        int length = 0;
        int zeros = 0;
        for (byte value : bytes) {
            if (zeros == 2 && value >= 0 && value <= 3) {
                out[length++] = 3;
                zeros = 0;
            }
            out[length++] = value;
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return Arrays.copyOf(out, length);
    }

    private static byte[] small(RandomGenerator random, int length, int values) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return bytes;
    }

    @Test
    void escapes_ofBytesFullOfZeros_areThoseOfTheStandardAndComeOff(RandomGenerator random) {
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = small(random, random.nextInt(200), random.nextInt(1, 6));
            if (bytes.length > 0) {
                bytes[bytes.length - 1] = (byte) 0x80;
            }
            int from = random.nextInt(9);
            MemorySegment room = MemorySegment.ofArray(new byte[from + 2 * bytes.length + 8]);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, room, from, bytes.length);

            long end = Escapes.insert(room, from, from + bytes.length);

            byte[] escaped = room.asSlice(from, end - from).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            assertThat(escaped).isEqualTo(slowly(bytes));
            MemorySegment back = MemorySegment.ofArray(new byte[bytes.length]);
            assertThat(Escapes.remove(room, from, end, back, bytes.length)).isEqualTo(bytes.length);
            assertThat(back.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
        }
    }

    @Test
    void remove_ofAPart_isTheBeginningOfAll(RandomGenerator random) {
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = small(random, random.nextInt(1, 120), 3);
            byte[] escaped = slowly(bytes);
            int want = random.nextInt(bytes.length + 1);
            MemorySegment back = MemorySegment.ofArray(new byte[want]);

            long have = Escapes.remove(MemorySegment.ofArray(escaped), 0, escaped.length, back, want);

            assertThat(have).isEqualTo(want);
            assertThat(back.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(Arrays.copyOf(bytes, want));
        }
    }

    @Test
    void remove_ofTooFewBytes_saysHowManyThereAre() {
        MemorySegment back = MemorySegment.ofArray(new byte[10]);
        assertThat(Escapes.remove(MemorySegment.ofArray(new byte[] {1, 0, 0, 3, 1}), 0, 5, back, 10))
                .isEqualTo(4);
    }
}
