package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RabinKarpTest extends ChunkerContract {
    @Override
    Chunker chunker() {
        return Chunkers.rabinKarp(new ChunkSizes(2 << 10, 8 << 10, 32 << 10));
    }

    /// The definition, with the hash of every window worked out afresh.
    @Test
    void lengths_areThoseOfTheDefinition() {
        byte[] data = Fixtures.noise(Fixtures.SEED, 200_000);
        ChunkSizes sizes = new ChunkSizes(256, 1024, 4096);
        List<Integer> expected = new ArrayList<>();
        for (int start = 0; start < data.length; ) {
            int most = Math.min(sizes.max(), data.length - start);
            int length = Math.min(sizes.min(), most);
            while (length < most && !matches(data, start + length, 10)) {
                length++;
            }
            expected.add(length);
            start += length;
        }
        assertThat(Fixtures.lengths(new RabinKarp(sizes), data))
                .isEqualTo(expected)
                .hasSizeGreaterThan(100);
    }

    @Test
    void lengths_ofPublishedPicture_neverChange() {
        assertThat(Fixtures.lengths(new RabinKarp(new ChunkSizes(4096, 16384, 65536)), Fixtures.akashita()))
                .isEqualTo(List.of(20565, 37013, 42147, 9741));
    }

    private static boolean matches(byte[] data, int end, int bits) {
        long hash = 0;
        for (int at = end - RabinKarp.WINDOW_BYTES; at < end; at++) {
            hash = hash * 0x9e3779b97f4a7c15L + (data[at] & 0xff) + 1;
        }
        return hash >>> (64 - bits) == 0;
    }
}
