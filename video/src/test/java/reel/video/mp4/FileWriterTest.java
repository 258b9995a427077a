package reel.video.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.RandomReader;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

@Seeded
final class FileWriterTest {
    private static final Track TRACK = new Track(64, 64, 5, true, new byte[] {0x67, 66, 0, 52}, new byte[] {0x68, 1});

    @TempDir(factory = RamFolder.class)
    Path folder;

    /// @return the file, its samples being one, two, three … bytes of their number
    private byte[] write(int pictures, long told) throws IOException {
        Path file = folder.resolve("v");
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            FileWriter writer = FileWriter.open(channel, TRACK, told);
            for (int i = 0; i < pictures; i++) {
                byte[] picture = new byte[i % 50 + 1];
                Arrays.fill(picture, (byte) (i * 7));
                writer.picture(MemorySegment.ofArray(picture));
            }
            writer.end();
        }
        return Files.readAllBytes(file);
    }

    private static void check(byte[] file, int pictures) throws IOException {
        long[] starts = Objects.requireNonNull(SampleTable.starts(RandomReader.of(MemorySegment.ofArray(file))));
        assertThat(starts).hasSize(pictures);
        for (int i = 0; i < pictures; i++) {
            assertThat(file[(int) starts[i]]).isEqualTo((byte) (i * 7));
            assertThat(file[(int) starts[i] + i % 50]).isEqualTo((byte) (i * 7));
        }
    }

    private static int at(byte[] file, String box) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
    }

    @Test
    void index_withRoom_standsBeforeTheData() throws IOException {
        for (int pictures : new int[] {1, 7, 8, 9, 16, 1000}) {
            byte[] file = write(pictures, pictures);
            check(file, pictures);
            assertThat(at(file, "moov")).isLessThan(at(file, "mdat"));
        }
        check(write(5, 5000), 5);
        check(write(5, -1), 5);
    }

    @Test
    void index_withoutRoom_standsBehindTheData() throws IOException {
        byte[] file = write(9000, -1);
        check(file, 9000);
        assertThat(at(file, "moov")).isGreaterThan(at(file, "mdat"));
        check(write(4000, 10), 4000);
    }

    @Test
    void pictures_thatDependOnOthers_areNoPlacesToBegin() throws IOException {
        Path path = folder.resolve("d");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            FileWriter writer = FileWriter.open(channel, TRACK, 20);
            for (int i = 0; i < 20; i++) {
                byte[] picture = new byte[i % 50 + 1];
                Arrays.fill(picture, (byte) (i * 7));
                if (i % 8 == 0) {
                    writer.picture(MemorySegment.ofArray(picture));
                } else {
                    writer.dependent(MemorySegment.ofArray(picture));
                }
            }
            writer.end();
        }
        byte[] file = Files.readAllBytes(path);
        check(file, 20);
        java.nio.ByteBuffer places = java.nio.ByteBuffer.wrap(file, at(file, "stss") + 8, 16);
        assertThat(new int[] {places.getInt(), places.getInt(), places.getInt(), places.getInt()})
                .containsExactly(3, 1, 9, 17);
        assertThat(at(write(20, 20), "stss")).isNegative();
    }

    @Test
    void fragments_areFound() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FragmentWriter writer = FragmentWriter.open(Channels.newChannel(out), TRACK);
        for (int i = 0; i < 20; i++) {
            byte[] picture = new byte[i % 50 + 1];
            Arrays.fill(picture, (byte) (i * 7));
            writer.picture(MemorySegment.ofArray(picture));
        }
        writer.end();
        check(out.toByteArray(), 20);
    }

    @Test
    void index_thatIsDamagedOrCut_isNoneOrStaysWithinTheFile(RandomGenerator random) throws IOException {
        byte[] file = write(40, 40);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = Arrays.copyOf(file, round % 3 == 0 ? random.nextInt(file.length) : file.length);
            for (int i = 0; i < 3 && damaged.length > 0; i++) {
                damaged[random.nextInt(Math.min(damaged.length, 1400))] = (byte) random.nextInt();
            }
            long[] starts = SampleTable.starts(RandomReader.of(MemorySegment.ofArray(damaged)));
            if (starts != null) {
                assertThat(Arrays.stream(starts).allMatch(start -> start >= 0 && start < damaged.length))
                        .isTrue();
            }
        }
        byte[] noise = Data.NOISE.bytes(random, 10_000);
        assertThat(SampleTable.starts(RandomReader.of(MemorySegment.ofArray(noise))))
                .isNull();
    }
}
