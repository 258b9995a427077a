package reel.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Conflict;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.payload.Entry;

@Seeded
final class VideoCodecTest {
    @TempDir(factory = RamFolder.class)
    Path folder;

    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(folder);
    }

    @Test
    void tree_withNamesTimesPermissionsAndLinks_comesBack(RandomGenerator random) throws IOException {
        Path file = bench.file("tree/Straße/ü b.txt", Data.TEXT.bytes(random, 12_345));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06.789123456Z")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x--x---"));
        Files.createDirectories(folder.resolve("tree/empty/deep"));
        Files.setLastModifiedTime(folder.resolve("tree/empty"), FileTime.from(Instant.parse("1999-01-01T00:00:00Z")));
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("Straße/ü b.txt"));
        bench.file("other.bin", Data.NOISE.bytes(random, 100));

        bench.encode(Bench.TINY, folder.resolve("tree"), folder.resolve("other.bin"));
        bench.decode(DecodeJob.ALL);

        assertThat(bench.back("other.bin")).isEqualTo(Files.readAllBytes(folder.resolve("other.bin")));
        assertThat(TreeSnapshot.of(bench.out.resolve("tree"))).isEqualTo(TreeSnapshot.of(folder.resolve("tree")));
        Path back = bench.out.resolve("tree/Straße/ü b.txt");
        assertThat(Files.getLastModifiedTime(back)).isEqualTo(Files.getLastModifiedTime(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
                .isEqualTo("r-x--x---");
        assertThat(Files.getLastModifiedTime(bench.out.resolve("tree/empty")))
                .isEqualTo(Files.getLastModifiedTime(folder.resolve("tree/empty")));
        assertThat(Bench.hidden(folder)).isEmpty();
    }

    @Test
    void decode_ofNoneOrSeveralVideos_isAMistakeOfTheCaller(RandomGenerator random) throws IOException {
        bench.file("other.bin", Data.NOISE.bytes(random, 100));
        bench.encode(Bench.TINY, folder.resolve("other.bin"));
        for (List<Path> videos : List.of(List.<Path>of(), List.of(bench.video, bench.video))) {
            assertThatThrownBy(() -> VideoCodec.standard()
                            .decode(
                                    new VideoSource.Files(videos),
                                    new VideoSink.Files(bench.out, false),
                                    DecodeJob.ALL,
                                    Bench.TINY,
                                    null,
                                    VideoListener.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(bench.out).doesNotExist();
    }

    @Test
    void links_thatLeadOut_areLeftOutAndTold() throws IOException {
        bench.file("tree/a", new byte[5]);
        Files.createSymbolicLink(folder.resolve("tree/out"), Path.of("../../etc"));
        Files.createSymbolicLink(folder.resolve("tree/root"), Path.of("/etc/passwd"));

        EncodeReport report = bench.encode(Bench.TINY, folder.resolve("tree"));

        assertThat(report.skipped()).hasSize(2).allMatch(line -> line.contains("leads elsewhere"));
        assertThat(bench.decode(DecodeJob.ALL).entries()).hasSize(2);
    }

    /// Two of them would have one name in the catalog, which then nobody could read.
    @Test
    void namesThatAreNoText_areLeftOutAndTold() throws Exception {
        bench.file("tree/a", new byte[5]);
        String script = "for c in 376 377; do : >\"$1/$(printf \"b\\\\$c\")\"; done";
        Process made = new ProcessBuilder(
                        "sh", "-c", script, "sh", folder.resolve("tree").toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();

        EncodeReport report = bench.encode(Bench.TINY, folder.resolve("tree"));

        assertThat(report.skipped()).hasSize(2).allMatch(line -> line.contains("is no text"));
        bench.decode(DecodeJob.ALL);
        assertThat(bench.back("tree/a")).hasSize(5);
    }

    @Test
    void encrypted_withItsPassphrase_comesBackAndElseTellsNothing(RandomGenerator random) throws IOException {
        byte[] bytes = Data.TEXT.bytes(random, 200_000);
        Path file = bench.file("secret-name.txt", bytes);
        Bench.CODEC.encode(
                new VideoSource.Files(List.of(file)),
                new VideoSink.Files(bench.video, false),
                Bench.TINY.withParityPercent(5),
                Bench.secret("right horse"),
                VideoListener.NONE);

        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL)).isInstanceOf(Locked.class);
        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL, () -> Bench.secret("wrong horse")))
                .isInstanceOf(Locked.class)
                .hasMessageContaining("another passphrase");
        assertThat(bench.out).doesNotExist();
        VideoInfo info = Bench.CODEC.info(bench.video, Bench.TINY, null, VideoListener.NONE);
        assertThat(info.encrypted()).isTrue();
        assertThat(info.entries()).isNull();
        assertThat(new String(Files.readAllBytes(bench.video), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret-name");

        bench.decode(DecodeJob.ALL, () -> Bench.secret("right horse"));
        assertThat(bench.back("secret-name.txt")).isEqualTo(bytes);
    }

    @Test
    void info_tellsWhatIsIn(RandomGenerator random) throws IOException {
        bench.file("tree/a.bin", Data.NOISE.bytes(random, 5000));
        EncodeReport report = bench.encode(Bench.TINY, folder.resolve("tree"));

        VideoInfo info = Bench.CODEC.info(bench.video, Bench.TINY, null, VideoListener.NONE);

        assertThat(info.encrypted()).isFalse();
        assertThat(info.trouble()).isNull();
        assertThat(info.entries()).extracting(Entry::path).containsExactly("tree", "tree/a.bin");
        assertThat(info.hashes()).isEqualTo(report.hashes());
        assertThat(info.sighting().preset()).isEqualTo(Preset.ARCHIVE);
        assertThat(info.sighting().width()).isEqualTo(64);
        assertThat(info.sighting().frames()).isPositive();
    }

    @Test
    void oneFile_isReadWithoutTheOthers(RandomGenerator random) throws IOException {
        bench.file("tree/big1", Data.NOISE.bytes(random, 3_000_000));
        byte[] wanted = Data.NOISE.bytes(random, 10_000);
        bench.file("tree/mid/wanted", wanted);
        bench.file("tree/zbig", Data.NOISE.bytes(random, 3_000_000));
        bench.encode(Bench.TINY, folder.resolve("tree"));
        byte[] video = Files.readAllBytes(bench.video);
        // Everything far from the file and from both ends is lost, and nobody notices.
        java.util.Arrays.fill(video, 1_200_000, 1_900_000, (byte) 0);
        java.util.Arrays.fill(video, 4_400_000, 5_100_000, (byte) 0);
        Files.write(bench.video, video);

        DecodeReport report = bench.decode(new DecodeJob(List.of("tree/mid"), false));

        assertThat(bench.back("tree/mid/wanted")).isEqualTo(wanted);
        assertThat(report.entries()).extracting(Entry::path).containsExactly("tree/mid", "tree/mid/wanted");
        assertThat(bench.out.resolve("tree/big1")).doesNotExist();
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        Bench.CODEC.decode(
                new VideoSource.Files(List.of(bench.video)),
                new VideoSink.Pipe(pipe),
                new DecodeJob(List.of("tree/mid/wanted"), false),
                Bench.TINY,
                null,
                VideoListener.NONE);
        assertThat(pipe.toByteArray()).isEqualTo(wanted);
        assertThatThrownBy(() -> bench.decode(new DecodeJob(List.of("tree/no"), false)))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("tree/no");
    }

    @Test
    void target_thatIsThere_isReplacedOnlyWhenAsked(RandomGenerator random) throws IOException {
        Path file = bench.file("f", Data.NOISE.bytes(random, 100));
        Files.write(bench.video, new byte[] {1});
        VideoSource source = new VideoSource.Files(List.of(file));
        assertThatThrownBy(() -> Bench.CODEC.encode(
                        source, new VideoSink.Files(bench.video, false), Bench.TINY, null, VideoListener.NONE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("there already");
        assertThat(Files.readAllBytes(bench.video)).containsExactly(1);
        bench.encode(Bench.TINY, file);

        Files.createDirectories(bench.out);
        Files.write(bench.out.resolve("f"), new byte[] {2});
        VideoSource video = new VideoSource.Files(List.of(bench.video));
        assertThatThrownBy(() -> Bench.CODEC.decode(
                        video,
                        new VideoSink.Files(bench.out, false),
                        DecodeJob.ALL,
                        Bench.TINY,
                        null,
                        VideoListener.NONE))
                .isInstanceOf(Refused.class);
        assertThat(bench.back("f")).containsExactly(2);
        bench.decode(DecodeJob.ALL);
        assertThat(bench.back("f")).isEqualTo(Files.readAllBytes(file));
        assertThat(Bench.hidden(folder)).isEmpty();
    }

    @Test
    void folder_behindALink_isNotWrittenThrough() throws IOException {
        bench.file("tree/a", new byte[3]);
        bench.encode(Bench.TINY, folder.resolve("tree"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(bench.out);
        Files.createSymbolicLink(bench.out.resolve("tree"), elsewhere);

        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL)).isInstanceOf(Refused.class);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whatIsNoVideoOfOurs_isRefused(RandomGenerator random) throws IOException {
        for (byte[] bytes : List.of(new byte[0], new byte[1], Data.NOISE.bytes(random, 3_000_000))) {
            Files.write(bench.video, bytes);
            assertThatThrownBy(() -> bench.decode(DecodeJob.ALL))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("no video that reel made");
        }
        Files.delete(bench.video);
        assertThatThrownBy(() -> bench.decode(DecodeJob.ALL)).isInstanceOf(Missing.class);
    }

    @Test
    void sources_thatAreNotThereOrShareAName_areRefused() throws IOException {
        assertThatThrownBy(() -> bench.encode(Bench.TINY, folder.resolve("no"))).isInstanceOf(Missing.class);
        bench.file("a/same", new byte[1]);
        bench.file("b/same", new byte[1]);
        assertThatThrownBy(() -> bench.encode(Bench.TINY, folder.resolve("a/same"), folder.resolve("b/same")))
                .isInstanceOf(Refused.class);
        assertThat(bench.video).doesNotExist();
        assertThat(Bench.hidden(folder)).isEmpty();
    }

    @Test
    void source_thatChangesMeanwhile_isAConflict(RandomGenerator random) throws IOException {
        bench.file("tree/a", Data.NOISE.bytes(random, 3_000_000));
        Path last = bench.file("tree/z", Data.NOISE.bytes(random, 1000));
        VideoListener meddler = new VideoListener() {
            @Override
            public void progress(VideoProgress progress) {
                try {
                    Files.write(last, new byte[2000]);
                } catch (IOException failure) {
                    throw new java.io.UncheckedIOException(failure);
                }
            }

            @Override
            public void note(String message) {}
        };
        assertThatThrownBy(() -> Bench.CODEC.encode(
                        new VideoSource.Files(List.of(folder.resolve("tree"))),
                        new VideoSink.Files(bench.video, false),
                        Bench.TINY,
                        null,
                        meddler))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("changed while it was read");
        assertThat(bench.video).doesNotExist();
        assertThat(Bench.hidden(folder)).isEmpty();
    }

    @Test
    void encode_thatIsCancelled_leavesNothing(RandomGenerator random) throws IOException, InterruptedException {
        bench.file("f", Data.NOISE.bytes(random, 4_000_000));
        AtomicInteger heard = new AtomicInteger();
        Thread here = Thread.currentThread();
        VideoListener impatient = new VideoListener() {
            @Override
            public void progress(VideoProgress progress) {
                if (heard.incrementAndGet() == 100) {
                    here.interrupt();
                }
            }

            @Override
            public void note(String message) {}
        };
        assertThatThrownBy(() -> Bench.CODEC.encode(
                        new VideoSource.Files(List.of(folder.resolve("f"))),
                        new VideoSink.Files(bench.video, false),
                        Bench.TINY,
                        null,
                        impatient))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.video).doesNotExist();
        assertThat(Bench.hidden(folder)).isEmpty();
    }

    @Test
    void decode_thatIsCancelled_leavesNothing(RandomGenerator random) throws IOException {
        bench.encode(Bench.TINY, bench.file("f", Data.NOISE.bytes(random, 4_000_000)));
        AtomicInteger heard = new AtomicInteger();
        VideoListener impatient = new VideoListener() {
            @Override
            public void progress(VideoProgress progress) {
                if (heard.incrementAndGet() == 100) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void note(String message) {}
        };
        assertThatThrownBy(() -> Bench.CODEC.decode(
                        new VideoSource.Files(List.of(bench.video)),
                        new VideoSink.Files(bench.out, false),
                        DecodeJob.ALL,
                        Bench.TINY,
                        null,
                        impatient))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.out).doesNotExist();
    }

    @Test
    void workFolder_ofAKilledRun_isCleanedByTheNext(RandomGenerator random) throws IOException {
        Path file = bench.file("f", Data.NOISE.bytes(random, 1000));
        Path left = Files.createDirectory(folder.resolve(".a.mp4.reel-video"));
        Files.write(left.resolve("video"), new byte[1000]);
        Files.write(left.resolve("lock"), new byte[0]);
        Files.writeString(left.resolve("plan"), "");

        bench.encode(Bench.TINY, file);

        assertThat(Bench.hidden(folder)).isEmpty();
        assertThat(bench.decode(DecodeJob.ALL).bytes()).isEqualTo(1000);
    }

    @Test
    void workFolders_areNoSources(RandomGenerator random) throws IOException {
        bench.file("tree/f", Data.NOISE.bytes(random, 100));
        bench.file("tree/.other.mp4.reel-video/video", new byte[1000]);
        EncodeReport report = bench.encode(Bench.TINY, folder.resolve("tree"));
        assertThat(report.entries()).extracting(Entry::path).containsExactly("tree", "tree/f");
    }

    @Test
    void memoryTooSmall_isTold(RandomGenerator random) throws IOException {
        Path file = bench.file("f", Data.NOISE.bytes(random, 2_000_000));
        assertThatThrownBy(() -> bench.encode(
                        reel.video.carrier.VideoOptions.of(Preset.ARCHIVE).withMemoryBytes(1 << 20), file))
                .isInstanceOf(ReelException.class)
                .hasMessageContaining("memory");
        assertThat(Bench.hidden(folder)).isEmpty();
    }
}
