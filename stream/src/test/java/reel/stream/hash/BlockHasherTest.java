package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockHasherTest {
    private static final int BLOCK = BlockHasher.BLOCK_BYTES;

    private final MemorySegment data = MemorySegment.ofArray(random(3 * BLOCK + 5000));

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void digest_lengthsAroundBlockBorders_equalsTheHashOfTheWhole() {
        for (int base : new int[] {0, BLOCK, 2 * BLOCK, 3 * BLOCK}) {
            for (int more : new int[] {-1025, -1024, -1, 0, 1, 1023, 1024, 1025, 4097}) {
                int length = base + more;
                if (length >= 0) {
                    assertThat(byBlocks(length)).as("%d bytes", length).isEqualTo(Blake3.hash(data, 0, length));
                }
            }
        }
    }

    @Test
    void digest_betweenAppends_isTheHashSoFar() {
        BlockHasher hasher = new BlockHasher();
        for (int i = 0; i < 3; i++) {
            hasher.append(BlockHasher.block(data, (long) i * BLOCK, BLOCK, i));
            assertThat(hasher.length()).isEqualTo((i + 1L) * BLOCK);
            assertThat(hasher.digest()).isEqualTo(Blake3.hash(data, 0, (i + 1L) * BLOCK));
        }
    }

    private Hash byBlocks(int length) {
        int count = (length + BLOCK - 1) / BLOCK;
        BlockHasher.BlockValue[] values = new BlockHasher.BlockValue[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = BlockHasher.block(data, (long) i * BLOCK, Math.min(BLOCK, length - i * BLOCK), i);
        }
        BlockHasher hasher = new BlockHasher();
        for (BlockHasher.BlockValue value : values) {
            hasher.append(value);
        }
        assertThat(hasher.length()).isEqualTo(length);
        return hasher.digest();
    }

    @Test
    void append_outOfOrderOrAfterAShortBlock_isRefused() {
        BlockHasher hasher = new BlockHasher();
        assertThatThrownBy(() -> hasher.append(BlockHasher.block(data, 0, 10, 1)))
                .hasMessageContaining("does not follow");
        hasher.append(BlockHasher.block(data, 0, 10, 0));
        assertThatThrownBy(() -> hasher.append(BlockHasher.block(data, 0, 10, 1)))
                .hasMessageContaining("does not follow block 0 of 10 bytes");
        assertThat(hasher.digest()).isEqualTo(Blake3.hash(data, 0, 10));
    }

    @Test
    void block_ofImpossibleLength_isRefused() {
        assertThatThrownBy(() -> BlockHasher.block(data, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockHasher.block(data, 0, BLOCK + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockHasher.block(data, 0, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
