package reel.backend.place.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.DiskWriting;
import reel.backend.place.Meta;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;

final class LocalHolesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder = Path.of("unset");

    private LocalPlace place() {
        return LocalPlace.open(folder.resolve("root"), MemoryBudget.tracked(4 << 20));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /// Bytes that are really there, by what the system says of holes.
    private static long dataBytes(Path file) throws IOException {
        long size = Files.size(file);
        long sum = 0;
        for (Kernel.Data data = Kernel.data(file, 0, size); data != null; data = Kernel.data(file, data.to(), size)) {
            sum += data.to() - data.from();
        }
        return sum;
    }

    @Test
    void holes_copiedByTheKernel_stayHoles() throws IOException {
        Path sparse = folder.resolve("sparse");
        byte[] island = noise(70_000);
        try (var channel = java.nio.channels.FileChannel.open(
                sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(java.nio.ByteBuffer.wrap(island), 5 * MIB);
            channel.write(java.nio.ByteBuffer.wrap(island), 30 * MIB);
        }
        assertThat(Kernel.resize(sparse, 64 * MIB)).isTrue();
        AtomicLong copied = new AtomicLong();
        LocalPlace place = place();
        try (Writing writing = place.create(WriteRequest.replacing("a", 64 * MIB, 1))) {
            ((DiskWriting) writing).copy(sparse, 0, 64 * MIB, copied::addAndGet);
            writing.publish(null, Meta.NONE, Map.of());
        }
        Path copy = folder.resolve("root/a");
        assertThat(copied).hasValue(64 * MIB);
        assertThat(Files.mismatch(sparse, copy)).isEqualTo(-1);
        assertThat(dataBytes(copy)).isLessThan(MIB);
    }

    @Test
    void zeros_thatAreWritten_becomeHoles_alsoWhereRoomWasTaken() throws IOException {
        byte[] bytes = new byte[12 * MIB];
        byte[] island = noise(1000);
        System.arraycopy(island, 0, bytes, 3 * MIB + 17, 1000);
        try (Writing writing = place().create(WriteRequest.replacing("a", bytes.length, 1))) {
            writing.write(0, Source.of(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }

        Path file = folder.resolve("root/a");
        assertThat(Arrays.equals(Files.readAllBytes(file), bytes)).isTrue();
        assertThat(dataBytes(file)).isLessThan(MIB);
    }

    @Test
    void copy_overWhatWasWritten_leavesNoneOfIt() throws IOException {
        Path source = folder.resolve("source");
        Files.createFile(source);
        assertThat(Kernel.resize(source, 2 * MIB)).isTrue();
        LocalPlace place = place();
        try (Writing writing = place.create(WriteRequest.replacing("a", 2 * MIB, 1))) {
            writing.write(0, Source.of(noise(2 * MIB)));
            ((DiskWriting) writing).copy(source, 0, 2 * MIB, bytes -> {});
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(Files.mismatch(source, folder.resolve("root/a"))).isEqualTo(-1);
    }

    @Test
    void copy_ofFileThatIsShorterThanItWas_isConflict() throws IOException {
        Path source = folder.resolve("source");
        Files.write(source, noise(1000));
        try (Writing writing = place().create(WriteRequest.replacing("a", 2000, 1))) {
            assertThatThrownBy(() -> ((DiskWriting) writing).copy(source, 0, 2000, bytes -> {}))
                    .isInstanceOf(Conflict.class);
        }
        assertThat(folder.resolve("root")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 2 * MIB})
    void copy_ofFileThatIsGone_namesThatFile(int size) throws IOException {
        Path source = folder.resolve("source");
        try (Writing writing = place().create(WriteRequest.replacing("a", size, 1))) {
            assertThatThrownBy(() -> ((DiskWriting) writing).copy(source, 0, size, bytes -> {}))
                    .isInstanceOf(Missing.class)
                    .hasMessageStartingWith(source.toString());
        }
        assertThat(folder.resolve("root")).isEmptyDirectory();
    }

    @Test
    void file_thatTheDiskCannotHold_isExhausted_andLeavesNothing() throws IOException {
        try (Writing writing = place().create(WriteRequest.replacing("a", 1L << 60, 1))) {
            assertThatThrownBy(() -> writing.write(0, Source.of(noise(10)))).isInstanceOf(Exhausted.class);
        }
        assertThat(folder.resolve("root")).isEmptyDirectory();
    }
}
