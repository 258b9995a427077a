package reel.store.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResidencyTest {
    private static final int FILE_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private MemorySegment mapped(Arena arena, int value) throws IOException {
        byte[] bytes = new byte[FILE_BYTES];
        java.util.Arrays.fill(bytes, (byte) value);
        Path file = Files.write(folder.resolve("file" + value), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, FILE_BYTES, arena);
        }
    }

    @Test
    void read_beyondTheLimit_givesTheEldestBack_andItsBytesStayReadable() throws IOException {
        Residency residency = new Residency(2 * FILE_BYTES);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment[] files = new MemorySegment[4];
            for (int i = 0; i < files.length; i++) {
                files[i] = mapped(arena, i);
                assertThat(files[i].get(ValueLayout.JAVA_BYTE, FILE_BYTES - 1)).isEqualTo((byte) i);
                residency.read(i, files[i], FILE_BYTES);
                assertThat(residency.bytes()).isEqualTo(Math.min(2, i + 1) * (long) FILE_BYTES);
            }
            for (int i = 0; i < files.length; i++) {
                assertThat(files[i].get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) i);
            }
        }
    }

    @Test
    void forget_takesWhatWasReadAway_soThatNothingClosedIsTouched() throws IOException {
        Residency residency = new Residency(FILE_BYTES);
        try (Arena second = Arena.ofShared()) {
            try (Arena first = Arena.ofShared()) {
                residency.read("first", mapped(first, 1), FILE_BYTES);
                residency.forget("first");
            }
            assertThat(residency.bytes()).isZero();
            residency.read("second", mapped(second, 2), 2 * FILE_BYTES);
            assertThat(residency.bytes()).isZero();
        }
    }
}
