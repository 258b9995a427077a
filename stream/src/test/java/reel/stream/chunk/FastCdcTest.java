package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The public vectors of FastCDC v2020 (source: the tests of the Rust crate `fastcdc`, MIT licence).
class FastCdcTest extends ChunkerContract {
    @Override
    Chunker chunker() {
        return Chunkers.fastCdc(new ChunkSizes(2 << 10, 8 << 10, 32 << 10));
    }

    private static final ChunkSizes SIZES = new ChunkSizes(4096, 16384, 65535);

    @Test
    void gear_table_hasPublishedEntries() {
        assertThat(Gear.TABLE)
                .hasSize(256)
                .startsWith(0x3b5d3c7d207e37dcL, 0x784d68ba91123086L, 0xcd52880f882e7298L)
                .endsWith(0xaabd2b2a451504e1L);
    }

    @Test
    void reference_ofPublishedPicture_hasPublishedHashes() {
        assertThat(new ReferenceFastCdc(SIZES, 1, 0).chunks(Fixtures.akashita()))
                .containsExactly(
                        chunk("17968276318003433923", 21325),
                        chunk("8197189939299398838", 17140),
                        chunk("13019990849178155730", 28084),
                        chunk("4509236223063678303", 18217),
                        chunk("2504464741100432583", 24700));
    }

    @Test
    void reference_ofZeros_isCutAtMaximum() {
        assertThat(new ReferenceFastCdc(new ChunkSizes(64, 256, 1024), 1, 0).chunks(new byte[10240]))
                .hasSize(10)
                .containsOnly(chunk("14169102344523991076", 1024));
    }

    @Test
    void lengths_ofPublishedPicture_arePublished() {
        byte[] picture = Fixtures.akashita();
        assertThat(Fixtures.lengths(new FastCdc(SIZES, 1, 0), picture))
                .isEqualTo(List.of(21325, 17140, 28084, 18217, 24700));
        assertThat(Fixtures.lengths(new FastCdc(new ChunkSizes(8192, 32768, 131072), 1, 0), picture))
                .isEqualTo(List.of(66549, 42917));
        assertThat(Fixtures.lengths(new FastCdc(new ChunkSizes(16384, 65536, 262144), 1, 0), picture))
                .isEqualTo(List.of(109466));
        assertThat(Fixtures.lengths(new FastCdc(SIZES, 0, 0), picture))
                .isEqualTo(List.of(6634, 59915, 25597, 5237, 12083));
        assertThat(Fixtures.lengths(new FastCdc(new ChunkSizes(8192, 16384, 32768), 3, 0), picture))
                .isEqualTo(List.of(17350, 19911, 17426, 17519, 19940, 17320));
    }

    @Test
    void lengths_withPublishedSeed_arePublished() {
        assertThat(Fixtures.lengths(new FastCdc(SIZES, 1, 666), Fixtures.akashita()))
                .isEqualTo(List.of(10605, 55745, 11346, 5883, 11586, 14301));
    }

    @Test
    void lengths_ofAnyInput_areThoseOfTheReadableTwin() {
        Random random = new Random(Fixtures.SEED);
        ChunkSizes[] allSizes = {
            new ChunkSizes(64, 256, 1024),
            new ChunkSizes(65, 256, 1023),
            new ChunkSizes(71, 256, 1021),
            new ChunkSizes(256, 256, 1000),
            new ChunkSizes(1024, 1024, 1024),
            ChunkSizes.SMALL,
            ChunkSizes.BALANCED,
            SIZES
        };
        for (ChunkSizes sizes : allSizes) {
            for (int level = 0;
                    level <= FastCdc.MAX_LEVEL && level < Integer.numberOfTrailingZeros(sizes.avg()) - 4;
                    level++) {
                long seed = random.nextBoolean() ? 0 : random.nextLong();
                byte[] data = Fixtures.noise(random.nextLong(), 9 * sizes.max() + random.nextInt(sizes.max()));
                assertThat(Fixtures.lengths(new FastCdc(sizes, level, seed), data))
                        .as("%s level %d seed %d", sizes, level, seed)
                        .isEqualTo(twin(sizes, level, seed, data));
            }
        }
    }

    @Test
    void lengths_ofCounterStreamStart_areThoseOfTheReadableTwin() {
        MemorySegment stream = Fixtures.aesCounterStream(16 << 20);
        List<Integer> expected = twin(SIZES, 1, 0, stream.toArray(ValueLayout.JAVA_BYTE));
        assertThat(Fixtures.lengths(new FastCdc(SIZES, 1, 0), stream)).isEqualTo(expected);
    }

    /// Made with the Rust crate: FNV-1a-64 over the lengths as little-endian u64.
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "4096, 16384, 65535, 1, 13472, c1f264a3211b0897",
        "16384, 65536, 262144, 1, 3375, a0d76b939630508c",
        "16384, 65536, 262144, 2, 3601, d5fd95d0bdae8133",
        "65536, 262144, 1048576, 2, 892, c293302f8b593400",
        "262144, 1048576, 4194304, 2, 213, 9aebc6c5d89d8352"
    })
    void lengths_ofCounterStream_arePublished(int min, int avg, int max, int level, int count, String digest) {
        Chunker chunker = new FastCdc(new ChunkSizes(min, avg, max), level, 0);
        List<Integer> lengths = Fixtures.lengths(chunker, Fixtures.aesCounterStream(256 << 20));
        assertThat(lengths).hasSize(count);
        assertThat(Long.toHexString(fnv1a(lengths))).isEqualTo(digest);
    }

    @Test
    void lengths_ofNoise_average1_2TimesTheWishedLength() {
        int bytes = 8 << 20;
        int count = Fixtures.lengths(new FastCdc(ChunkSizes.BALANCED, 1, 0), Fixtures.noise(Fixtures.SEED, bytes))
                .size();
        assertThat((double) bytes / count / ChunkSizes.BALANCED.avg()).isBetween(1.12, 1.30);
    }

    @Test
    void chunker_withImpossibleLevel_isRefused() {
        assertThatThrownBy(() -> new FastCdc(SIZES, 4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FastCdc(SIZES, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FastCdc(new ChunkSizes(64, 64, 128), 2, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> twin(ChunkSizes sizes, int level, long seed, byte[] data) {
        return new ReferenceFastCdc(sizes, level, seed)
                .chunks(data).stream().map(ReferenceFastCdc.Chunk::length).toList();
    }

    private static long fnv1a(List<Integer> lengths) {
        long hash = 0xcbf29ce484222325L;
        for (long length : lengths) {
            for (int i = 0; i < Long.BYTES; i++) {
                hash = (hash ^ (length >>> 8 * i & 0xff)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    private static ReferenceFastCdc.Chunk chunk(String hash, int length) {
        return new ReferenceFastCdc.Chunk(Long.parseUnsignedLong(hash), length);
    }
}
