package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkSizes;

/// What a second version costs, and what a comparison says of it.
class ContentDedupTest {
    private static final int SIZE = 3 * ContentWriter.SMALL_BYTES;
    private static final int MAX = ChunkSizes.BALANCED.max();

    private final MemoryChunks chunks = new MemoryChunks();
    private final byte[] file = Sample.noise(42, SIZE);
    private Content first = Content.empty();

    @BeforeEach
    void writeFirst() throws IOException {
        first = Sample.write(chunks, file);
    }

    @Test
    void write_sameFileTwice_addsNoChunk() throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkWriter writer = chunks.writer()) {
            Content again = new ContentWriter(writer, budget).write(Sample.reader(file), "b", Sample.BALANCED);
            assertThat(again).isEqualTo(first);
            assertThat(writer.stored().newChunks()).isZero();
        }
    }

    @Test
    void write_afterInserts_costsTheInsertTwoChunksAndOnePath() throws IOException {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5; round++) {
            int at = random.nextInt(SIZE);
            int k = 1 << random.nextInt(17);
            byte[] edited =
                    Sample.join(Sample.slice(file, 0, at), Sample.noise(round, k), Sample.slice(file, at, SIZE));
            Content now = Sample.write(chunks, edited);
            assertThat(Sample.newBytes(chunks, first, now))
                    .as("seed %d: %d bytes at %d", seed, k, at)
                    .isLessThanOrEqualTo(k + 2L * MAX + (long) now.height() * Node.MAX_BYTES);
        }
    }

    @Test
    void write_afterOneChangedByte_rewritesOneLeafAndOnePath() throws IOException {
        byte[] edited = file.clone();
        edited[SIZE / 2] ^= 1;
        Content now = Sample.write(chunks, edited);
        assertThat(Sample.newBytes(chunks, first, now)).isLessThanOrEqualTo(2L * MAX + 2L * Node.MAX_BYTES);
        ContentComparison seen = compare(first, now);
        assertThat(seen.addedBytes()).isBetween(1L, 2L * MAX);
        assertThat(seen.removedBytes()).isBetween(1L, 2L * MAX);
        assertThat(seen.keptBytes()).isEqualTo(SIZE - seen.addedBytes());
    }

    @Test
    void write_afterAppend_costsTheTailAndOnePath() throws IOException {
        Content now = Sample.write(chunks, Sample.join(file, new byte[] {1, 2, 3}));
        assertThat(Sample.newBytes(chunks, first, now)).isLessThanOrEqualTo(MAX + 2L * Node.MAX_BYTES);
    }

    @Test
    void compare_withItself_readsNothingAndFindsNoChange() throws IOException {
        MemoryChunks nothing = new MemoryChunks();
        try (MemoryBudget budget = MemoryBudget.tracked(1 << 20)) {
            assertThat(new ContentReader(nothing, budget).compare(first, first))
                    .isEqualTo(new ContentComparison(SIZE, SIZE, 0, 0));
        }
    }

    @Test
    void compare_withNothingOrOneChunk_countsAll() throws IOException {
        Content small = Sample.write(chunks, new byte[] {1, 2, 3});
        assertThat(compare(Content.empty(), first)).isEqualTo(new ContentComparison(0, SIZE, 0, SIZE));
        assertThat(compare(first, Content.empty())).isEqualTo(new ContentComparison(SIZE, 0, SIZE, 0));
        assertThat(compare(small, first)).isEqualTo(new ContentComparison(3, SIZE, 3, SIZE));
        assertThat(compare(first, small)).isEqualTo(new ContentComparison(SIZE, 3, SIZE, 3));
    }

    @Test
    void compare_withHalfOfItself_findsTheHalf() throws IOException {
        Content half = Sample.write(chunks, Sample.slice(file, 0, SIZE / 2));
        ContentComparison seen = compare(first, half);
        assertThat(seen.addedBytes()).isLessThanOrEqualTo(MAX);
        assertThat(seen.removedBytes()).isBetween(SIZE / 2L - MAX, SIZE / 2L + MAX);
    }

    @Test
    void compare_ofAnInsert_readsOnlyTheChangedPath() throws IOException {
        byte[] edited =
                Sample.join(Sample.slice(file, 0, 5_000_000), new byte[100], Sample.slice(file, 5_000_000, SIZE));
        Content now = Sample.write(chunks, edited);
        CountingChunks counting = new CountingChunks(chunks);
        try (MemoryBudget budget = MemoryBudget.tracked(1 << 20)) {
            new ContentReader(counting, budget).compare(first, now);
        }
        assertThat(counting.reads()).isLessThanOrEqualTo(2 * (1 + 2));
    }

    private ContentComparison compare(Content before, Content after) throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(1 << 20)) {
            return new ContentReader(chunks, budget).compare(before, after);
        }
    }
}
