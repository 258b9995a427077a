package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What holds for every [Chunker].
abstract class ChunkerContract {
    private static final int LENGTH = 3 << 20;

    private final Chunker chunker = chunker();

    abstract Chunker chunker();

    @Test
    void lengths_ofManyInputs_coverThemWithinTheirBounds() {
        Random random = new Random(Fixtures.SEED);
        for (byte[] data : inputs(random)) {
            List<Integer> lengths = Fixtures.lengths(chunker, data);
            assertThat(lengths.stream().mapToLong(Integer::intValue).sum()).isEqualTo(data.length);
            for (int i = 0; i < lengths.size(); i++) {
                int least = i < lengths.size() - 1 ? chunker.sizes().min() : 1;
                assertThat(lengths.get(i)).isBetween(least, chunker.sizes().max());
            }
        }
    }

    @Test
    void lengths_throughAnyWindows_areThoseOfTheWhole() {
        Random random = new Random(Fixtures.SEED);
        for (byte[] data : inputs(random)) {
            HintedChunker unhinted = HintedChunker.of(chunker, CutHints.NO_CUTS);
            assertThat(Fixtures.lengthsThroughWindows(unhinted, MemorySegment.ofArray(data), random))
                    .as("seed %d, %d bytes", Fixtures.SEED, data.length)
                    .isEqualTo(Fixtures.lengths(chunker, data));
        }
    }

    @Test
    void next_whenTheWindowHoldsAWholeMaximum_neverNeedsMore() {
        byte[] data = new byte[chunker.sizes().max()];
        assertThat(chunker.next(MemorySegment.ofArray(data), 0, data.length, false))
                .isPositive();
    }

    @Test
    void lengths_ofAnySuffixAtAChunk_areTheRest() {
        byte[] data = Fixtures.noise(Fixtures.SEED, LENGTH);
        List<Integer> lengths = Fixtures.lengths(chunker, data);
        byte[] rest = Arrays.copyOfRange(data, lengths.getFirst(), data.length);
        assertThat(Fixtures.lengths(chunker, rest)).isEqualTo(lengths.subList(1, lengths.size()));
    }

    @Test
    void lengths_withHints_endAtEveryHintAndAreCutLikeSeparateFiles() {
        Random random = new Random(Fixtures.SEED);
        MemorySegment data = MemorySegment.ofArray(Fixtures.noise(Fixtures.SEED, LENGTH));
        long[] cuts = random.longs(40, 1, LENGTH).sorted().distinct().toArray();
        List<Integer> lengths = Fixtures.lengthsThroughWindows(HintedChunker.of(chunker, cuts), data, random);
        List<Integer> separate = new ArrayList<>();
        long before = 0;
        for (long cut : cuts) {
            separate.addAll(Fixtures.lengths(chunker, data.asSlice(before, cut - before)));
            before = cut;
        }
        separate.addAll(Fixtures.lengths(chunker, data.asSlice(before)));
        assertThat(lengths).isEqualTo(separate);
    }

    /// Insertions move content-defined cuts with the content; only a fixed-size chunker loses all behind them.
    @Test
    void lengths_afterInsertions_shareAllButAFewChunksAround() {
        if (chunker.sizes().min() == chunker.sizes().max()) {
            assertThat(sharedAfterInsertion(0)).isLessThan(0.01);
            return;
        }
        for (int at : new int[] {0, 1, 100_000, LENGTH / 2, LENGTH - 1}) {
            double most = 8.0 * chunker.sizes().max() / LENGTH;
            assertThat(sharedAfterInsertion(at)).as("insertion at %d", at).isGreaterThan(1 - most);
        }
    }

    /// The part of a file's bytes that lie in chunks known before one byte was inserted.
    private double sharedAfterInsertion(int at) {
        byte[] before = Fixtures.noise(Fixtures.SEED, LENGTH);
        byte[] after = new byte[LENGTH + 1];
        System.arraycopy(before, 0, after, 0, at);
        after[at] = 'x';
        System.arraycopy(before, at, after, at + 1, LENGTH - at);
        Set<String> known = new HashSet<>();
        int start = 0;
        for (int length : Fixtures.lengths(chunker, before)) {
            known.add(new String(before, start, length, StandardCharsets.ISO_8859_1));
            start += length;
        }
        long shared = 0;
        start = 0;
        for (int length : Fixtures.lengths(chunker, after)) {
            if (known.contains(new String(after, start, length, StandardCharsets.ISO_8859_1))) {
                shared += length;
            }
            start += length;
        }
        return (double) shared / LENGTH;
    }

    private List<byte[]> inputs(Random random) {
        int min = chunker.sizes().min();
        int max = chunker.sizes().max();
        List<byte[]> inputs = new ArrayList<>();
        inputs.add(new byte[2 * max + 77]);
        inputs.add(Fixtures.noise(random.nextLong(), 20 * max));
        for (int length : new int[] {1, 2, min - 1, min, min + 1, max - 1, max, max + 1, 2 * max + min}) {
            inputs.add(Fixtures.noise(random.nextLong(), length));
        }
        byte[] periodic = new byte[5 * max];
        for (int i = 0; i < periodic.length; i++) {
            periodic[i] = (byte) (i % 7);
        }
        inputs.add(periodic);
        return inputs;
    }
}
