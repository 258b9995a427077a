package reel.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.hash.Blake3;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;

@Seeded
final class ArchiveRoundTripTest {
    /// What a frame of 64 × 64 in four slices carries.
    private static final int TINY_FRAME = 4 * (4 * 384 - 48) - 128;

    @TempDir(factory = RamFolder.class)
    Path folder;

    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(folder);
    }

    @Test
    void archive_ofSizesAroundEveryBoundary_comesBack(RandomGenerator random) throws IOException {
        // What the payload adds to a file of this name: box, album, catalog, hash.
        int extra = 96 + 9 + 4 + 4 + 80 + 12 + 4 + 26 + 1 + 32;
        for (int near : new int[] {0, 1488 - 128, 1488, TINY_FRAME, 2 * TINY_FRAME, 1 << 20}) {
            for (int i = -1; i <= 1; i++) {
                roundTrip(random, Math.max(0, near + i), Bench.TINY);
                roundTrip(random, Math.max(0, near - extra + i), Bench.TINY.withLevel(0));
            }
        }
    }

    private void roundTrip(RandomGenerator random, int size, VideoOptions options) throws IOException {
        byte[] bytes = Data.NOISE.bytes(random, size);
        EncodeReport report = bench.encode(options, bench.file("f", bytes));
        assertThat(report.contentBytes()).isEqualTo(size);
        assertThat(report.hashes()).containsExactly(Blake3.hash(bytes));

        assertThat(bench.decode(DecodeJob.ALL).bytes()).isEqualTo(size);

        assertThat(bench.back("f")).isEqualTo(bytes);
        assertThat(Files.size(bench.video)).isEqualTo(report.videoBytes());
    }

    @Test
    void archive_ofEveryKindOfBytes_comesBackAndZerosDoNotGrow(RandomGenerator random) throws IOException {
        for (Data kind : Data.values()) {
            byte[] bytes = kind.bytes(random, 900_000);
            VideoOptions plain = VideoOptions.of(Preset.ARCHIVE).withLevel(0);
            EncodeReport report = bench.encode(plain, bench.file("f", bytes));
            assertThat(report.videoBytes()).as(kind.name()).isLessThan((long) (bytes.length * 1.01));

            bench.decode(DecodeJob.ALL);

            assertThat(bench.back("f")).isEqualTo(bytes);
        }
    }

    @Test
    void archive_ofLittle_isLittle() throws IOException {
        VideoOptions usual = VideoOptions.of(Preset.ARCHIVE);
        assertThat(bench.encode(usual, bench.file("empty", new byte[0])).videoBytes())
                .isLessThan(3000);
        assertThat(bench.encode(usual, bench.file("one", new byte[1])).videoBytes())
                .isLessThan(3000);
        assertThat(bench.encode(usual, bench.file("zeros", new byte[3_000_000])).videoBytes())
                .isLessThan(6000);
    }

    @Test
    void archive_encodedTwice_isTheSame(RandomGenerator random) throws IOException {
        Path file = bench.file("f", Data.TEXT.bytes(random, 400_000));
        bench.encode(Bench.TINY.withParityPercent(10), file);
        byte[] first = Files.readAllBytes(bench.video);

        bench.encode(Bench.TINY.withParityPercent(10), file);

        assertThat(Files.readAllBytes(bench.video)).isEqualTo(first);
    }

    @Test
    void archive_throughPipes_comesBack(RandomGenerator random) throws IOException {
        for (int size : new int[] {0, 1, 5000, 300_000}) {
            byte[] bytes = Data.NOISE.bytes(random, size);
            ByteArrayOutputStream video = new ByteArrayOutputStream();
            Bench.CODEC.encode(
                    new VideoSource.Pipe(new ByteArrayInputStream(bytes), "in"),
                    new VideoSink.Pipe(video),
                    Bench.TINY,
                    null,
                    VideoListener.NONE);
            ByteArrayOutputStream back = new ByteArrayOutputStream();

            Bench.CODEC.decode(
                    new VideoSource.Pipe(new ByteArrayInputStream(video.toByteArray()), "-"),
                    new VideoSink.Pipe(back),
                    DecodeJob.ALL,
                    Bench.TINY,
                    null,
                    VideoListener.NONE);

            assertThat(back.toByteArray()).isEqualTo(bytes);
            Files.write(bench.video, video.toByteArray());
            bench.decode(DecodeJob.ALL);
            assertThat(bench.back("in")).isEqualTo(bytes);
        }
    }

    @Test
    void archive_ofAnArchive_comesBackAndHardlyGrows(RandomGenerator random) throws IOException {
        byte[] bytes = Data.ZEROS.bytes(random, 1_200_000);
        bench.encode(VideoOptions.of(Preset.ARCHIVE).withLevel(0), bench.file("f", bytes));
        Path inner = Files.move(bench.video, folder.resolve("inner.mp4"));

        EncodeReport report = bench.encode(VideoOptions.of(Preset.ARCHIVE), inner);

        assertThat(report.videoBytes()).isLessThan((long) (Files.size(inner) * 1.02));
        bench.decode(DecodeJob.ALL);
        assertThat(bench.back("inner.mp4")).isEqualTo(Files.readAllBytes(inner));
    }

    @Test
    void archive_behindOtherBytes_isFound(RandomGenerator random) throws IOException {
        byte[] bytes = Data.NOISE.bytes(random, 100_000);
        bench.encode(Bench.TINY, bench.file("f", bytes));
        byte[] video = Files.readAllBytes(bench.video);
        byte[] shifted = new byte[video.length + 777];
        System.arraycopy(video, 0, shifted, 777, video.length);
        Files.write(bench.video, shifted);

        bench.decode(DecodeJob.ALL);

        assertThat(bench.back("f")).isEqualTo(bytes);
    }
}
