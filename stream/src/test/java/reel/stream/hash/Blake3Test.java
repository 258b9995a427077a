package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reel.testkit.Seed;
import reel.testkit.Seeded;

@Seeded
@ParameterizedClass
@MethodSource("kernels")
class Blake3Test {
    static List<Kernel> kernels() {
        return List.of(new ScalarKernel(), new Vector8Kernel(), new Vector16Kernel());
    }

    private final Kernel before;

    Blake3Test(Kernel kernel) {
        before = Kernels.pin(kernel);
    }

    @AfterEach
    void unpin() {
        Kernels.pin(before);
    }

    @Test
    void hash_officialVectors_agree() {
        for (Vectors.Case vector : Vectors.CASES) {
            assertThat(Blake3.hash(vector.input()).toString())
                    .as("%d bytes", vector.length())
                    .isEqualTo(vector.hash().substring(0, Hash.HEX_CHARS));
        }
    }

    @Test
    void hasher_officialVectorsInEveryMode_agree() {
        for (Vectors.Case vector : Vectors.CASES) {
            checkModes(vector, hasher -> hasher.update(vector.input()));
        }
    }

    @Test
    void hasher_officialVectorsInRandomPieces_agree(Seed seed) {
        RandomGenerator random = seed.random();
        for (Vectors.Case vector : Vectors.CASES) {
            MemorySegment input = MemorySegment.ofArray(vector.input());
            int most = 1 << random.nextInt(18);
            checkModes(vector, hasher -> {
                int at = 0;
                while (at < vector.length()) {
                    int part = Math.min(vector.length() - at, random.nextInt(most) + 1);
                    hasher.update(input, at, part);
                    if (random.nextInt(4) == 0) {
                        hasher.digest();
                    }
                    at += part;
                }
            });
        }
    }

    private interface Feed {
        void into(Blake3 hasher);
    }

    private static void checkModes(Vectors.Case vector, Feed feed) {
        check(vector, vector.hash(), Blake3::hasher, feed);
        check(vector, vector.keyed(), () -> Blake3.keyed(Vectors.KEY), feed);
        check(vector, vector.derived(), () -> Blake3.derivingKey(Vectors.CONTEXT), feed);
    }

    private static void check(Vectors.Case vector, String expected, Supplier<Blake3> mode, Feed feed) {
        Blake3 hasher = mode.get();
        feed.into(hasher);
        byte[] out = new byte[expected.length() / 2];
        hasher.expand(0, MemorySegment.ofArray(out), 0, out.length);
        assertThat(HexFormat.of().formatHex(out))
                .as("%d bytes", vector.length())
                .isEqualTo(expected);
        assertThat(hasher.digest().toString()).isEqualTo(expected.substring(0, Hash.HEX_CHARS));
    }

    @Test
    void hash_knownDigests_agreeWithB3sum() {
        assertThat(Blake3.hash(new byte[0]))
                .hasToString("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(Blake3.hash("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
    }

    @Test
    void expand_anyPosition_isTheSameStream() {
        Blake3 hasher = Blake3.hasher().update(Vectors.input(5000));
        byte[] whole = new byte[700];
        hasher.expand(0, MemorySegment.ofArray(whole), 0, whole.length);
        for (int from : new int[] {0, 1, 31, 63, 64, 65, 127, 128, 300, 699}) {
            byte[] part = new byte[1 + whole.length - from];
            hasher.expand(from, MemorySegment.ofArray(part), 1, part.length - 1L);
            assertThat(part[0]).isZero();
            assertThat(HexFormat.of().formatHex(part, 1, part.length))
                    .isEqualTo(HexFormat.of().formatHex(whole, from, whole.length));
        }
    }

    @Test
    void hash_onAndOffTheHeapAtOddOffsets_isTheSame() {
        byte[] bytes = Vectors.input(70_000);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, outside, ValueLayout.JAVA_BYTE, 0, bytes.length);
            for (int offset : new int[] {0, 1, 3, 63, 1000}) {
                int length = bytes.length - 2 * offset;
                assertThat(Blake3.hash(outside, offset, length))
                        .isEqualTo(Blake3.hash(MemorySegment.ofArray(bytes), offset, length));
            }
        }
    }

    @Test
    void hashMany_randomPieces_equalsOneByOne(Seed seed) {
        RandomGenerator random = seed.random();
        byte[] bytes = new byte[3 << 20];
        random.nextBytes(bytes);
        MemorySegment data = MemorySegment.ofArray(bytes);
        for (int trial = 0; trial < 20; trial++) {
            int count = random.nextInt(60);
            int most = 1 << random.nextInt(trial == 0 ? 22 : 16);
            long[] offsets = new long[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                lengths[i] = Math.min(random.nextInt(most + 1), bytes.length);
                offsets[i] = random.nextInt(bytes.length - lengths[i] + 1);
            }
            long[] words = new long[4 * count];
            Blake3.hashMany(data, offsets, lengths, count, words);
            for (int i = 0; i < count; i++) {
                Hash alone =
                        Blake3.hasher().update(data, offsets[i], lengths[i]).digest();
                assertThat(new Hash(words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]))
                        .as("piece %d of %d bytes", i, lengths[i])
                        .isEqualTo(alone);
            }
        }
    }

    @Test
    void arguments_outOfRange_areRefused() {
        MemorySegment data = MemorySegment.ofArray(new byte[10]);
        assertThatThrownBy(() -> Blake3.hash(data, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blake3.hash(data, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blake3.hashMany(data, new long[] {5}, new int[] {6}, 1, new long[4]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blake3.hashMany(data, new long[] {5}, new int[] {-1}, 1, new long[4]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blake3.hashMany(data, new long[1], new int[1], 1, new long[3]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blake3.keyed(new byte[31])).hasMessageContaining("32 bytes, not 31");
        assertThatThrownBy(() -> Blake3.hasher().expand(-1, data, 0, 1)).hasMessageContaining("position -1");
    }
}
