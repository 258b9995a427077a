package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class PieceTreeTest {
    @RepeatedTest(30)
    void digest_ofAnyInput_isTheHashOfTheWhole(RandomGenerator random) {
        int piece = 1024 << random.nextInt(0, 6);
        long size = piece + random.nextLong(1, 60L * piece);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = Data.NOISE.segment(random, arena, size);
            PieceTree tree = new PieceTree();
            // Handed over in runs of several pieces, as a reader would.
            long at = 0;
            while (at < size) {
                long run = Math.min(size - at, (long) piece * random.nextInt(1, 9));
                long[] words = new long[(int) (4 * ((run + piece - 1) / piece))];
                PieceTree.values(data, at, run, piece, at / piece, words, 0);
                for (int i = 0; i < words.length; i += 4) {
                    tree.append(words, i);
                }
                at += run;
            }
            assertThat(tree.digest()).isEqualTo(Blake3.hash(data));
        }
    }

    @Test
    void values_ofMoreThanOneCallsWork_coverEveryPiece() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(2L * Trees.MOST_BYTES + 5000);
            data.fill((byte) 7);
            int count = (int) ((data.byteSize() + 4095) / 4096);
            long[] words = new long[4 * count];
            PieceTree.values(data, 0, data.byteSize(), 4096, 0, words, 0);
            PieceTree tree = new PieceTree();
            for (int i = 0; i < count; i++) {
                tree.append(words, 4 * i);
            }
            assertThat(tree.digest()).isEqualTo(Blake3.hash(data));
        }
    }

    @Test
    void values_ofPiecesThatAreNoSubtree_areRefused() {
        MemorySegment data = MemorySegment.ofArray(new byte[4096]);
        assertThatThrownBy(() -> PieceTree.values(data, 0, 4096, 3000, 0, new long[8], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
