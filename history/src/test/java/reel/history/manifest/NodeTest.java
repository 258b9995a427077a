package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

class NodeTest {
    private static final String THING = "manifest node under test";

    private static Hash[] ids(int count) {
        Hash[] ids = new Hash[count];
        Arrays.setAll(ids, i -> Blake3.hash(new byte[] {(byte) i, (byte) (i >> 8)}));
        return ids;
    }

    private static byte[] node(int height, long... lengths) {
        return Node.encode(height, lengths, ids(lengths.length), lengths.length);
    }

    private static void assertCorrupt(byte[] bytes, int height, long length) {
        assertThatThrownBy(() -> Node.decode(bytes, THING, height, length))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(THING);
    }

    @Test
    void encode_layout_isTheDocumentedOne() {
        byte[] bytes = node(1, 300, 5);
        assertThat(Arrays.copyOf(bytes, 7)).containsExactly('M', 1, 1, 2, 0xac, 2, 5);
        assertThat(Arrays.copyOfRange(bytes, 7, bytes.length))
                .isEqualTo(Sample.join(ids(2)[0].toBytes(), ids(2)[1].toBytes()));
    }

    @Test
    void decode_ofEncoded_findsEveryChild() throws Corrupt {
        long[] lengths = {1, 127, 128, 16 << 20, 7};
        Node node =
                Node.decode(node(1, lengths), THING, 1, Arrays.stream(lengths).sum());
        long start = 0;
        for (int i = 0; i < lengths.length; i++) {
            assertThat(node.start(i)).isEqualTo(start);
            assertThat(node.length(i)).isEqualTo(lengths[i]);
            assertThat(node.id(i)).isEqualTo(ids(5)[i]);
            assertThat(node.childAt(start)).isEqualTo(i);
            assertThat(node.childAt(start + lengths[i] - 1)).isEqualTo(i);
            start += lengths[i];
        }
        assertThat(node.count()).isEqualTo(5);
    }

    @Test
    void encode_longestNode_fitsTheReadersBound() throws Corrupt {
        long[] lengths = new long[Node.MAX_CHILDREN];
        Arrays.fill(lengths, Long.MAX_VALUE / Node.MAX_CHILDREN);
        byte[] bytes = node(24, lengths);
        assertThat(bytes.length).isLessThanOrEqualTo(Node.MAX_BYTES);
        assertThat(Node.decode(bytes, THING, 24, Arrays.stream(lengths).sum()).count())
                .isEqualTo(Node.MAX_CHILDREN);
    }

    @Test
    void decode_withOtherExpectations_isCorrupt() {
        byte[] bytes = node(1, 300, 5);
        assertCorrupt(bytes, 2, 305);
        assertCorrupt(bytes, 1, 304);
        assertCorrupt(bytes, 1, 306);
        assertCorrupt(bytes, 1, 300);
        assertCorrupt(Arrays.copyOf(bytes, bytes.length - 1), 1, 305);
        assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1), 1, 305);
        assertCorrupt(new byte[0], 1, 305);
    }

    @Test
    void decode_impossibleLengths_isCorrupt() {
        assertCorrupt(node(1, 0, 5), 1, 5);
        assertCorrupt(node(1, (16 << 20) + 1, 5), 1, (16 << 20) + 6);
        assertCorrupt(node(2, Long.MAX_VALUE, Long.MAX_VALUE, 2), 2, 0);
        assertCorrupt(node(2, Long.MAX_VALUE, 1), 2, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 513, 1 << 20})
    void decode_childCountOutOfRange_isCorrupt(int count) {
        byte[] bytes = {'M', 1, 1, (byte) (count | 0x80), (byte) (count >> 7 | 0x80), (byte) (count >> 14)};
        assertCorrupt(bytes, 1, 1);
    }

    @Test
    void decode_numberNotInItsShortestFormOrEndless_isCorrupt() {
        assertCorrupt(new byte[] {'M', 1, 1, (byte) 0x81, 0, 5}, 1, 5);
        byte[] endless = new byte[40];
        Arrays.fill(endless, (byte) 0xff);
        System.arraycopy(new byte[] {'M', 1, 2}, 0, endless, 0, 3);
        assertCorrupt(endless, 2, 5);
    }

    @Test
    void decode_anyFlippedBits_isCorruptOrAWellFormedNode() {
        long seed = 20_260_101;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = node(2, 1 << 20, 900_000, 17, 1_100_000);
        long length = (1 << 20) + 900_000 + 17 + 1_100_000;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int flips = random.nextInt(1, 4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(Math.min(bytes.length, 24))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Node node = Node.decode(bytes, THING, 2, length);
                assertThat(node.start(node.count() - 1) + node.length(node.count() - 1))
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(length);
            } catch (Corrupt refused) {
                assertThat(refused.thing()).isEqualTo(THING);
            }
        }
    }

    @Test
    void endsAfter_idWithSixZeroBits_onlyFromTheEighthChildOn() {
        Hash cut = new Hash(1, 2, 3, 0x40);
        Hash plain = new Hash(1, 2, 3, 0x41);
        assertThat(Node.endsAfter(cut, 7)).isFalse();
        assertThat(Node.endsAfter(cut, 8)).isTrue();
        assertThat(Node.endsAfter(plain, 8)).isFalse();
        assertThat(Node.endsAfter(plain, 511)).isFalse();
        assertThat(Node.endsAfter(plain, 512)).isTrue();
    }
}
