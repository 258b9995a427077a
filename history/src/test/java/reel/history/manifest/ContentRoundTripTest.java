package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.store.MemoryChunks;
import reel.stream.chunk.ChunkProfile;
import reel.stream.chunk.Chunker;
import reel.stream.chunk.Chunkers;
import reel.stream.hash.Blake3;
import reel.stream.seal.Compressibility;

/// What is written is what comes back, and it is what the naive twin says, whatever the size, profile and borders.
class ContentRoundTripTest {
    private static final int SMALL = ContentWriter.SMALL_BYTES;

    static Stream<Integer> sizesAroundEveryBorder() {
        return Stream.of(0, 1, 4 << 10, 64 << 10, SMALL, SMALL + (64 << 10), 2 * SMALL, 3 * SMALL + 12_345)
                .flatMap(size -> Stream.of(size - 1, size, size + 1))
                .filter(size -> size >= 0);
    }

    @ParameterizedTest
    @MethodSource("sizesAroundEveryBorder")
    void write_anySize_equalsTheTwinAndComesBack(int size) throws IOException {
        byte[] file = Sample.noise(size, size);
        MemoryChunks chunks = new MemoryChunks();

        Content content = Sample.write(chunks, file);

        assertThat(content).isEqualTo(NaiveManifest.content(file, ChunkProfile.BALANCED.chunker()));
        assertThat(Sample.restore(chunks, content)).isEqualTo(file);
        assertThat(chunks.ids()).isEqualTo(Sample.ids(chunks, content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "balanced",
                "video",
                "project",
                "small",
                "rabin",
                "fixed:64k",
                "fixed:1m",
                "fixed:8m",
                "fastcdc:64/256/1024:nc2",
                "fastcdc:2m/4m/16m:nc1"
            })
    void write_everyProfile_equalsTheTwinAndComesBack(String profile) throws IOException {
        Chunker chunker = ChunkProfile.parse(profile).chunker();
        int size = chunker.sizes().max() > SMALL ? 37_000_000 : 9_000_000;
        if (chunker.sizes().max() < 4096) {
            size = SMALL + 30_000;
        }
        byte[] file = Sample.noise(7, size);
        MemoryChunks chunks = new MemoryChunks();

        Content content = Sample.write(chunks, file, FileSettings.of(chunker));

        assertThat(content).isEqualTo(NaiveManifest.content(file, chunker));
        assertThat(Sample.restore(chunks, content)).isEqualTo(file);
    }

    @Test
    void write_seededChunker_equalsTheTwin() throws IOException {
        Chunker chunker = ChunkProfile.BALANCED.chunker(0x5eed_5eed_5eedL);
        byte[] file = Sample.noise(8, 3 * SMALL - 7);
        assertThat(Sample.write(new MemoryChunks(), file, FileSettings.of(chunker)))
                .isEqualTo(NaiveManifest.content(file, chunker));
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 2 * SMALL + 100})
    void write_withForcedCuts_equalsTheTwinAndComesBack(int size) throws IOException {
        byte[] file = Sample.noise(9, size);
        long[] cuts = {1, 2, 4096, 4097, 70_000, size - 50, size - 1};
        long[] atBlocks = {SMALL - 1, SMALL, SMALL + 1, SMALL + 70_000, SMALL + 70_001};
        if (size > SMALL) {
            cuts = Stream.of(cuts, atBlocks)
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .toArray();
        }
        long[] forced = cuts;
        Chunker chunker = ChunkProfile.BALANCED.chunker();
        FileSettings settings = new FileSettings(chunker, (reader, name) -> forced, Compressibility.NEVER);
        MemoryChunks chunks = new MemoryChunks();

        Content content = Sample.write(chunks, file, settings);

        assertThat(content).isEqualTo(NaiveManifest.content(file, chunker, forced));
        assertThat(Sample.restore(chunks, content)).isEqualTo(file);
    }

    static Stream<byte[]> filesWhoseCutsNeverAgree() {
        byte[] zeros = new byte[5 * SMALL + 99];
        byte[] ones = new byte[3 * SMALL];
        Arrays.fill(ones, (byte) 1);
        byte[] period = new byte[3 * SMALL + 1];
        byte[] wave = Sample.noise(3, 5003);
        for (int i = 0; i < period.length; i++) {
            period[i] = wave[i % wave.length];
        }
        byte[] holes = new byte[6 * SMALL + 77];
        System.arraycopy(Sample.noise(4, 100_000), 0, holes, 2 * SMALL - 50_000, 100_000);
        System.arraycopy(Sample.noise(5, 333), 0, holes, 4 * SMALL + 1_000_000, 333);
        return Stream.of(zeros, ones, period, holes);
    }

    @ParameterizedTest
    @MethodSource("filesWhoseCutsNeverAgree")
    void write_repetitionsAndHoles_equalsTheTwinAndComesBack(byte[] file) throws IOException {
        MemoryChunks chunks = new MemoryChunks();
        Content content = Sample.write(chunks, file);
        assertThat(content).isEqualTo(NaiveManifest.content(file, ChunkProfile.BALANCED.chunker()));
        assertThat(Sample.restore(chunks, content)).isEqualTo(file);
    }

    @Test
    void write_forcedCutsInsideAHole_equalsTheTwin() throws IOException {
        byte[] file = new byte[3 * SMALL];
        long[] cuts = {SMALL + 100, SMALL + 65_536, 2 * SMALL - 65_536};
        Chunker chunker = Chunkers.fastCdc(ChunkProfile.BALANCED.sizes());
        FileSettings settings = new FileSettings(chunker, (reader, name) -> cuts, Compressibility.LIKELY);
        assertThat(Sample.write(new MemoryChunks(), file, settings))
                .isEqualTo(NaiveManifest.content(file, chunker, cuts));
    }

    @Test
    void write_oneChunk_isNamedByTheFileHashAndHasNoNode() throws IOException {
        byte[] file = Sample.noise(1, 4000);
        MemoryChunks chunks = new MemoryChunks();
        Content content = Sample.write(chunks, file);
        assertThat(content.root()).isEqualTo(content.fileHash()).isEqualTo(Blake3.hash(file));
        assertThat(chunks.ids()).containsExactly(content.root());
    }
}
