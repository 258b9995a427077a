package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The public vectors of FastCDC v2020 (source: the tests of the Rust crate `fastcdc`, MIT licence).
class FastCdcTest {
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

    private static ReferenceFastCdc.Chunk chunk(String hash, int length) {
        return new ReferenceFastCdc.Chunk(Long.parseUnsignedLong(hash), length);
    }
}
