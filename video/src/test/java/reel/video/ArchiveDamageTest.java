package reel.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Whatever happens to a video: the right bytes, or an error and nothing written.
@Seeded
final class ArchiveDamageTest {
    @TempDir(factory = RamFolder.class)
    Path folder;

    private Bench bench;
    private byte[] first;
    private byte[] second;
    private byte[] third;

    @BeforeEach
    void setUp(RandomGenerator random) throws IOException {
        bench = new Bench(folder);
        first = Data.NOISE.bytes(random, 30_000);
        second = Data.TEXT.bytes(random, 90_000);
        third = Data.NOISE.bytes(random, 1_900_000);
        bench.file("tree/first", first);
        bench.file("tree/second", second);
        bench.file("tree/third", third);
    }

    private byte[] encode(double parity) throws IOException {
        bench.encode(Bench.TINY.withParityPercent(parity), folder.resolve("tree"));
        return Files.readAllBytes(bench.video);
    }

    /// @return whether it was decoded
    private boolean decodesRightOrNot(byte[] video) throws IOException {
        Files.write(bench.video, video);
        try {
            bench.decode(DecodeJob.ALL);
        } catch (ReelException told) {
            assertThat(told).isInstanceOfAny(Corrupt.class, Refused.class);
            assertThat(bench.out).doesNotExist();
            return false;
        }
        assertThat(bench.back("tree/first")).isEqualTo(first);
        assertThat(bench.back("tree/second")).isEqualTo(second);
        assertThat(bench.back("tree/third")).isEqualTo(third);
        wipe(bench.out);
        return true;
    }

    private static void wipe(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void video_withBytesChangedAnywhere_isRightOrRefused(RandomGenerator random) throws IOException {
        byte[] video = encode(0);
        int refused = 0;
        for (int round = 0; round < 40; round++) {
            byte[] damaged = video.clone();
            int at = round < 20 ? random.nextInt(4000) : random.nextInt(video.length);
            int length = Math.min(video.length - at, 1 << random.nextInt(10));
            byte[] noise = Data.NOISE.bytes(random, length);
            System.arraycopy(noise, 0, damaged, at, length);
            refused += decodesRightOrNot(damaged) ? 0 : 1;
        }
        assertThat(refused).isBetween(10, 39);
    }

    @Test
    void video_cutAnywhere_isRightOrRefused(RandomGenerator random) throws IOException {
        byte[] video = encode(0);
        for (int round = 0; round < 40; round++) {
            int length = round < 10 ? random.nextInt(5000) : random.nextInt(video.length);
            assertThat(decodesRightOrNot(Arrays.copyOf(video, length))).isFalse();
        }
        assertThat(decodesRightOrNot(video)).isTrue();
    }

    @Test
    void video_withParity_survivesWhatItShould(RandomGenerator random) throws IOException {
        byte[] video = encode(10);
        for (int round = 0; round < 8; round++) {
            byte[] damaged = video.clone();
            // A stretch of a twentieth, and ten single bytes elsewhere.
            int length = video.length / 20;
            int at = random.nextInt(video.length - length);
            Arrays.fill(damaged, at, at + length, (byte) 0);
            for (int i = 0; i < 10; i++) {
                damaged[random.nextInt(damaged.length)]++;
            }
            assertThat(decodesRightOrNot(damaged)).as("from " + at).isTrue();
        }
    }

    @Test
    void video_withParityAndMoreLostThanThat_isRefused(RandomGenerator random) throws IOException {
        byte[] video = encode(10);
        byte[] damaged = video.clone();
        int length = video.length / 3;
        Arrays.fill(damaged, 10_000, 10_000 + length, (byte) 0);
        Files.write(bench.video, damaged);
        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("more would be enough");
        assertThat(decodesRightOrNot(damaged)).isFalse();
    }

    @Test
    void video_withoutIndex_isReadFromItsSlices() throws IOException {
        byte[] video = encode(5);
        int moov = new String(video, 0, 200, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moov");
        byte[] damaged = video.clone();
        Arrays.fill(damaged, moov, moov + 400, (byte) 'x');
        assertThat(decodesRightOrNot(damaged)).isTrue();
    }

    @Test
    void video_cut_tellsHowMuchIsThereAndGivesWhatIsWhole() throws IOException {
        byte[] video = encode(0);
        Files.write(bench.video, Arrays.copyOf(video, video.length / 10 * 6));

        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("cut")
                .satisfies(thrown -> assertThat(((Corrupt) thrown).hint()).contains("--partial"));
        VideoInfo info = Bench.CODEC.info(bench.video, Bench.TINY, null, reel.video.carrier.VideoListener.NONE);
        assertThat(info.trouble()).contains("cut");
        DecodeReport report = bench.decode(new DecodeJob(List.of(), true));

        assertThat(report.lost()).containsExactly("tree/third");
        assertThat(bench.back("tree/first")).isEqualTo(first);
        assertThat(bench.back("tree/second")).isEqualTo(second);
        assertThat(bench.out.resolve("tree/third")).doesNotExist();
    }

    @Test
    void video_cut_givesAFileThatLiesBeforeTheCut() throws IOException {
        byte[] video = encode(0);
        Files.write(bench.video, Arrays.copyOf(video, video.length / 10 * 6));

        bench.decode(new DecodeJob(List.of("tree/second"), false));

        assertThat(bench.back("tree/second")).isEqualTo(second);
        assertThat(bench.out.resolve("tree/first")).doesNotExist();
        assertThatThrownBy(() -> bench.decode(new DecodeJob(List.of("tree/third"), false)))
                .isInstanceOf(Corrupt.class);
    }

    @Test
    void video_damagedInOneFile_givesTheOthers() throws IOException {
        byte[] video = encode(0);
        int at = video.length - 300_000;
        Arrays.fill(video, at, at + 100, (byte) 1);
        Files.write(bench.video, video);

        DecodeReport report = bench.decode(new DecodeJob(List.of(), true));

        assertThat(report.lost()).containsExactly("tree/third");
        assertThat(bench.back("tree/second")).isEqualTo(second);
    }

    @Test
    void framesShuffledBetweenTwoVideos_areNotMixed(RandomGenerator random) throws IOException {
        byte[] one = encode(0);
        bench.file("tree/first", Data.NOISE.bytes(random, 30_000));
        byte[] other = encode(0);
        int half = one.length / 2;
        byte[] mixed = new byte[half + other.length - half];
        System.arraycopy(one, 0, mixed, 0, half);
        System.arraycopy(other, half, mixed, half, other.length - half);
        assertThat(decodesRightOrNot(mixed)).isFalse();
    }
}
