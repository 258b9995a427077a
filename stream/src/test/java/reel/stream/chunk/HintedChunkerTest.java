package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintedChunkerTest {
    private static final Chunker FIXED = Chunkers.fixedSize(1024);

    @Test
    void next_withHints_endsChunksThere() {
        HintedChunker chunker = HintedChunker.of(FIXED, new long[] {1000, 1001, 4000});
        List<Integer> lengths =
                Fixtures.lengthsThroughWindows(chunker, MemorySegment.ofArray(new byte[5000]), new Random(1));
        assertThat(lengths).containsExactly(1000, 1, 1024, 1024, 951, 1000);
    }

    @Test
    void next_withHintAtOrBehindTheEnd_isAsWithout() {
        HintedChunker chunker = HintedChunker.of(FIXED, new long[] {3000, 9999});
        assertThat(Fixtures.lengthsThroughWindows(chunker, MemorySegment.ofArray(new byte[3000]), new Random(1)))
                .containsExactly(1024, 1024, 952);
    }

    @Test
    void next_farInAHugeFile_findsItsHint() {
        long far = 1L << 50;
        HintedChunker chunker = HintedChunker.of(FIXED, new long[] {far + 10});
        assertThat(chunker.next(MemorySegment.ofArray(new byte[100]), 0, 100, false, far))
                .isEqualTo(10);
        assertThat(chunker.next(MemorySegment.ofArray(new byte[100]), 0, 100, false, far + 10))
                .isEqualTo(Chunker.NEED_MORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "5,5", "7,3"})
    void of_unorderedHints_isRefused(String text) {
        long[] cuts = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        assertThatThrownBy(() -> HintedChunker.of(FIXED, cuts)).isInstanceOf(IllegalArgumentException.class);
    }
}
