package reel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Seeded
final class DataTest {
    @ParameterizedTest
    @EnumSource
    void bytes_ofSameSeed_areSame_onAndOffTheHeap(Data kind, Seed seed) {
        byte[] once = kind.bytes(seed.random(), 100_003);
        assertThat(kind.bytes(seed.random(), 100_003)).isEqualTo(once);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(kind.segment(seed.random(), arena, 100_003).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(once);
        }
    }

    @ParameterizedTest
    @EnumSource
    void file_hasExactlyTheSize(Data kind, Seed seed, @TempDir Path folder) throws IOException {
        for (int size : new int[] {0, 1, 1 << 20, (5 << 20) + 3}) {
            kind.file(seed.random(), folder.resolve("f"), size);
            assertThat(folder.resolve("f")).hasSize(size);
        }
        byte[] once = Files.readAllBytes(folder.resolve("f"));
        kind.file(seed.random(), folder.resolve("g"), (5 << 20) + 3);
        assertThat(folder.resolve("g")).hasBinaryContent(once);
    }

    @ParameterizedTest
    @EnumSource
    void bytes_compressAsTheirKindSays(Data kind, Seed seed) {
        int size = 2 << 20;
        double ratio = (double) deflated(kind.bytes(seed.random(), size)) / size;
        switch (kind) {
            case NOISE -> assertThat(ratio).isGreaterThan(0.99);
            case TEXT -> assertThat(ratio).isBetween(0.1, 0.6);
            case ZEROS -> assertThat(ratio).isLessThan(0.01);
            case REPEATING -> assertThat(ratio).isLessThan(1.01);
            case SPARSE -> assertThat(ratio).isLessThan(0.2);
        }
    }

    private static int deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[1 << 16];
            int total = 0;
            while (!deflater.finished()) {
                total += deflater.deflate(out);
            }
            return total;
        }
    }
}
