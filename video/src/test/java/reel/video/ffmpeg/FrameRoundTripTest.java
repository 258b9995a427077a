package reel.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.testkit.NeedsProgram;

@NeedsProgram("ffmpeg")
final class FrameRoundTripTest {
    private static final FrameShape SHAPE = new FrameShape(64, 48);
    private static final List<String> EXACT = List.of("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0");

    @TempDir
    Path folder;

    private static Ffmpeg ffmpeg() throws IOException {
        return FfmpegFinder.ofProcess().find(null);
    }

    private static List<byte[]> planes(int count) {
        Random random = new Random(7);
        List<byte[]> planes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] plane = new byte[SHAPE.pixels()];
            random.nextBytes(plane);
            planes.add(plane);
        }
        return planes;
    }

    private static void write(Ffmpeg ffmpeg, List<byte[]> planes, Path file) throws IOException {
        try (FrameWriter writer = FrameWriter.open(ffmpeg, SHAPE, 10, EXACT, file)) {
            for (byte[] source : planes) {
                byte[] plane = writer.plane();
                System.arraycopy(source, 0, plane, 0, plane.length);
                writer.write(plane);
            }
            writer.finish();
        }
    }

    @Test
    void planes_throughALosslessVideo_comeBack() throws IOException {
        List<byte[]> planes = planes(9);
        Path video = folder.resolve("v.mp4");
        write(ffmpeg(), planes, video);

        VideoFacts facts = Objects.requireNonNull(VideoFacts.read(ffmpeg(), video));
        List<byte[]> back = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(ffmpeg(), video, facts.shape(), SHAPE, Long.MAX_VALUE, 3)) {
            for (byte[] plane = reader.next(); plane != null; plane = reader.next()) {
                back.add(plane.clone());
                reader.giveBack(plane);
            }
        }

        assertThat(facts.shape()).isEqualTo(SHAPE);
        assertThat(facts.framesPerSecond()).isEqualTo(10);
        assertThat(back).hasSize(planes.size());
        for (int i = 0; i < back.size(); i++) {
            assertThat(back.get(i)).isEqualTo(planes.get(i));
        }
    }

    @Test
    void reader_withLittleMemory_givesTheSamePlanes() throws IOException {
        List<byte[]> planes = planes(9);
        Path file = folder.resolve("v.mp4");
        write(ffmpeg(), planes, file);

        Ffmpeg sparing = ffmpeg().within(96 << 20);
        assertThat(sparing.sparing()).isTrue();
        try (FrameReader reader = FrameReader.open(sparing, file, SHAPE, SHAPE, Long.MAX_VALUE, 2)) {
            for (byte[] plane : planes) {
                byte[] back = Objects.requireNonNull(reader.next());
                assertThat(back).isEqualTo(plane);
                reader.giveBack(back);
            }
            assertThat(reader.next()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"8.0.1,true", "n7.1-3,true", "6.0,true", "5.1.8-0+deb12u1,false", "N-12345-gabc,false", "12,true"})
    void queues_areBoundedWhereTheVersionCanDoIt(String version, boolean bounded) {
        assertThat(new Ffmpeg(folder, version, "test").boundsItsQueues()).isEqualTo(bounded);
    }

    @Test
    void reader_closedEarly_returnsAtOnce() throws IOException {
        Path video = folder.resolve("v.mp4");
        write(ffmpeg(), planes(40), video);

        try (FrameReader reader = FrameReader.open(ffmpeg(), video, SHAPE, SHAPE, Long.MAX_VALUE, 2)) {
            assertThat(reader.next()).isNotNull();
        }
    }

    @Test
    void reader_ofNoVideo_isCorrupt() throws IOException {
        Path text = Files.writeString(folder.resolve("t.mp4"), "no video at all");

        assertThat(VideoFacts.read(ffmpeg(), text)).isNull();
        try (FrameReader reader = FrameReader.open(ffmpeg(), text, SHAPE, SHAPE, 1, 2)) {
            assertThatThrownBy(reader::next).isInstanceOf(Corrupt.class).hasMessageContaining("t.mp4");
        }
    }

    @Test
    void writer_whoseProgramDies_tellsItsLastLines() throws IOException {
        Ffmpeg dying = new Ffmpeg(
                Scripts.ffmpeg(folder.resolve("dies"), "1", "echo 'the reason it gave' >&2; exit 7"), "1", "test");

        assertThatThrownBy(() -> write(dying, planes(50), folder.resolve("v.mp4")))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("status 7")
                .hasMessageContaining("the reason it gave");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kill -KILL $$                     | reel.stream.Exhausted          | killed by signal 9
            exit 130                          | java.io.InterruptedIOException | stopped
            exit 0                            | reel.stream.Corrupt            | ended before
            kill -TERM $$                     | java.io.InterruptedIOException | stopped
            exit 255                          | java.io.InterruptedIOException | stopped
            echo 'its reason' >&2; exit 255   | reel.stream.Corrupt            | its reason
            echo 'bad argument' >&2; exit 234 | reel.stream.Corrupt            | status 234: bad argument
            exit 183                          | reel.stream.Corrupt            | status 183
            """)
    void writer_whoseProgramEnds_tellsHow(String script, Class<?> kind, String words) throws IOException {
        Ffmpeg ending = new Ffmpeg(Scripts.ffmpeg(folder.resolve("ends"), "8", script), "8", "test");

        assertThatThrownBy(() -> write(ending, planes(50), folder.resolve("v.mp4")))
                .isInstanceOf(kind)
                .hasMessageContaining(words);
    }

    @Test
    void writer_onAFullDisk_isExhausted() throws IOException {
        String full =
                "head -c 9000 >/dev/null; echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1";
        Ffmpeg program = new Ffmpeg(Scripts.ffmpeg(folder.resolve("full"), "1", full), "1", "test");

        assertThatThrownBy(() -> write(program, planes(50), folder.resolve("v.mp4")))
                .isInstanceOf(Exhausted.class)
                .hasMessageContaining("full");
    }

    @Test
    void writer_thatIsInterrupted_leavesNoProcess() throws Exception {
        Ffmpeg slow = new Ffmpeg(Scripts.ffmpeg(folder.resolve("slow"), "1", "exec sleep 600"), "1", "test");
        Thread thread = new Thread(() -> {
            try (FrameWriter writer = FrameWriter.open(slow, SHAPE, 10, EXACT, folder.resolve("v.mp4"))) {
                while (true) {
                    writer.write(writer.plane());
                }
            } catch (IOException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        thread.join(300);
        thread.interrupt();

        assertThat(thread.join(java.time.Duration.ofSeconds(20))).isTrue();
    }
}
