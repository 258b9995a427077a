package reel.video.gop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.testkit.NeedsProgram;
import reel.testkit.RamFolder;
import reel.video.ffmpeg.FfmpegFinder;

/// Tiny films made by ffmpeg itself: three seconds, a key frame each second, B-frames, sound, time code.
@NeedsProgram("ffmpeg")
final class FilmToolsTest {
    @TempDir(factory = RamFolder.class)
    static Path films;

    @TempDir(factory = RamFolder.class)
    Path temp;

    @BeforeAll
    static void makeFilm() throws IOException {
        List<String> make = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc=s=160x120:r=10:d=3"));
        make.addAll(List.of("-f", "lavfi", "-i", "sine=d=3:r=16000", "-timecode", "01:00:00:05"));
        make.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "10", "-c:a", "aac"));
        make.add(film().toString());
        run(make);
    }

    private static Path film() {
        return films.resolve("film.mov");
    }

    private static void run(List<String> arguments) throws IOException {
        String unused = FfmpegFinder.ofProcess().find(null).run("test", arguments);
    }

    @Test
    void probe_tellsWhatTheFilmIs() throws IOException {
        FilmFacts facts = FilmTools.probe(film(), null);
        FilmFacts.StreamFacts video = Objects.requireNonNull(facts.video());

        assertThat(facts.container()).isEqualTo("mov");
        assertThat(facts.timeCode()).isEqualTo("01:00:00:05");
        assertThat(facts.seconds()).isBetween(2.9, 3.2);
        assertThat(facts.playsWhileLoading()).isFalse();
        assertThat(video.codec()).isEqualTo("h264");
        assertThat(video.width()).isEqualTo(160);
        assertThat(video.framesPerSecond()).isEqualTo(10);
        assertThat(facts.streams()).extracting(FilmFacts.StreamFacts::kind).containsExactly("video", "audio", "data");
    }

    /// Without ffmpeg the tables of the film itself say the same.
    @Test
    void probe_withoutFfmpeg_agreesWithFfprobe() throws IOException {
        FilmFacts told = FilmTools.probe(film(), null);
        FilmFacts own = FilmProbe.probe(film(), (reel.video.ffmpeg.Ffmpeg) null);

        assertThat(own.source()).isEqualTo("reel");
        assertThat(own.timeCode()).isEqualTo(told.timeCode());
        for (int i = 0; i < told.streams().size(); i++) {
            FilmFacts.StreamFacts ours = own.streams().get(i);
            FilmFacts.StreamFacts theirs = told.streams().get(i);
            assertThat(ours.kind()).isEqualTo(theirs.kind());
            assertThat(ours.codec()).isEqualTo(theirs.codec());
            assertThat(ours.width()).isEqualTo(theirs.width());
            assertThat(ours.framesPerSecond()).isEqualTo(theirs.framesPerSecond());
            assertThat(ours.samplesPerSecond()).isEqualTo(theirs.samplesPerSecond());
            assertThat(ours.frames()).isEqualTo(theirs.frames());
        }
    }

    @Test
    void segments_joined_areTheFilmsStreams() throws IOException {
        SegmentReport cut = FilmTools.segment(film(), temp.resolve("cut"), null, GopProgress.SILENT);
        AssembleReport joined =
                FilmTools.assemble(temp.resolve("cut"), temp.resolve("back.mov"), false, null, GopProgress.SILENT);

        assertThat(cut.segments()).isEqualTo(3);
        assertThat(cut.dropped()).singleElement().asString().contains("tmcd");
        assertThat(joined.segments()).isEqualTo(3);
        FilmFacts back = FilmTools.probe(temp.resolve("back.mov"), null);
        assertThat(back.timeCode()).isEqualTo("01:00:00:05");
        assertThat(back.seconds()).isBetween(2.9, 3.3);
        assertThat(hashes(temp.resolve("back.mov"))).isEqualTo(hashes(film()));
        FilmFacts one = FilmTools.probe(temp.resolve("cut").resolve("segment-000001.mov"), null);
        assertThat(Objects.requireNonNull(one.video()).frames()).isEqualTo(10);
        assertThat(leftovers("cut", "back.mov")).isEmpty();
    }

    private static List<SegmentList.Stream> hashes(Path film) throws IOException {
        List<String> input = new ArrayList<>(List.of("-i", film.toString()));
        input.addAll(EssenceSegmenter.STREAMS);
        return FfmpegJob.hashes(FfmpegFinder.ofProcess().find(null), film, input);
    }

    @Test
    void changedSegment_isRefused_unlessItWasEdited() throws IOException {
        SegmentReport unused = FilmTools.segment(film(), temp.resolve("cut"), null, GopProgress.SILENT);
        Files.copy(
                temp.resolve("cut").resolve("segment-000000.mov"),
                temp.resolve("cut").resolve("segment-000002.mov"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> FilmTools.assemble(
                        temp.resolve("cut"), temp.resolve("back.mov"), false, null, GopProgress.SILENT))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("segment-000002.mov");
        AssembleReport edited =
                FilmTools.assemble(temp.resolve("cut"), temp.resolve("back.mov"), true, null, GopProgress.SILENT);
        assertThat(edited.segments()).isEqualTo(3);
    }

    @Test
    void missingSegment_isNamed() throws IOException {
        SegmentReport unused = FilmTools.segment(film(), temp.resolve("cut"), null, GopProgress.SILENT);
        Files.delete(temp.resolve("cut").resolve("segment-000001.mov"));

        assertThatThrownBy(() -> FilmTools.assemble(
                        temp.resolve("cut"), temp.resolve("back.mov"), true, null, GopProgress.SILENT))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("segment-000001.mov");
        assertThat(leftovers("cut")).isEmpty();
    }

    @Test
    void exactSegments_ofARealFilm_comeBackByteForByte() throws IOException {
        SegmentReport cut = FilmTools.segmentExactly(film(), temp.resolve("cut"), GopProgress.SILENT);
        AssembleReport unused =
                FilmTools.assemble(temp.resolve("cut"), temp.resolve("back.mov"), false, null, GopProgress.SILENT);

        assertThat(cut.fallback()).isEmpty();
        assertThat(temp.resolve("back.mov")).hasSameBinaryContentAs(film());
        try (Stream<Path> files = Files.list(temp.resolve("cut"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("video")))
                    .hasSizeBetween(2, 3);
        }
    }

    @Test
    void proxy_isSmallAndKeepsTheTimeCode() throws IOException {
        ProxyReport report = FilmTools.proxy(film(), temp.resolve("p.mp4"), ProxyCodec.H264, null, GopProgress.SILENT);
        FilmFacts facts = FilmTools.probe(temp.resolve("p.mp4"), null);

        assertThat(report.height()).isEqualTo(120);
        assertThat(facts.timeCode()).isEqualTo("01:00:00:05");
        assertThat(facts.playsWhileLoading()).isTrue();
        assertThat(facts.streams()).extracting(FilmFacts.StreamFacts::codec).startsWith("h264", "aac");
        assertThat(leftovers("p.mp4")).isEmpty();
    }

    @Test
    void proxyInProres_needsMov() throws IOException {
        assertThatThrownBy(() ->
                        FilmTools.proxy(film(), temp.resolve("p.mp4"), ProxyCodec.PRORES, null, GopProgress.SILENT))
                .isInstanceOf(Refused.class);
        ProxyReport unused =
                FilmTools.proxy(film(), temp.resolve("p.mov"), ProxyCodec.PRORES, null, GopProgress.SILENT);
        assertThat(Objects.requireNonNull(
                                FilmTools.probe(temp.resolve("p.mov"), null).video())
                        .codec())
                .isEqualTo("prores");
    }

    @Test
    void thumbnail_isAPicture_andALateTimeIsRefused() throws IOException {
        assertThat(FilmTools.thumbnail(film(), temp.resolve("t.jpg"), -1, 100, null))
                .isBetween(0.2, 0.4);
        assertThat(javax.imageio.ImageIO.read(temp.resolve("t.jpg").toFile()).getWidth())
                .isEqualTo(100);
        assertThat(FilmTools.thumbnail(film(), temp.resolve("t.png"), 1.5, 640, null))
                .isEqualTo(1.5);
        assertThatThrownBy(() -> FilmTools.thumbnail(film(), temp.resolve("u.png"), 77, 640, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no picture at 77.000 s");
        assertThat(leftovers("t.jpg", "t.png")).isEmpty();
    }

    @Test
    void noFilm_isToldByEveryTool() throws IOException {
        Path text = temp.resolve("no.mp4");
        Files.writeString(text, "this is no film at all, and long enough to be looked at");
        Path empty = temp.resolve("empty.mp4");
        Files.write(empty, new byte[0]);
        for (Path bad : List.of(text, empty)) {
            assertThatThrownBy(() -> FilmTools.probe(bad, null)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> FilmTools.segment(bad, temp.resolve("x"), null, GopProgress.SILENT))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() ->
                            FilmTools.proxy(bad, temp.resolve("x.mp4"), ProxyCodec.H264, null, GopProgress.SILENT))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> FilmTools.thumbnail(bad, temp.resolve("x.jpg"), 0, 64, null))
                    .isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> FilmTools.probe(temp.resolve("nothing"), null)).isInstanceOf(Missing.class);
        assertThat(leftovers("no.mp4", "empty.mp4")).isEmpty();
    }

    @Test
    void truncatedFilm_makesNoProxy() throws IOException {
        Path whole = temp.resolve("w.mp4");
        run(List.of("-v", "error", "-i", film().toString(), "-c", "copy", "-movflags", "+faststart", whole.toString()));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = temp.resolve("half.mp4");
        Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 3));

        assertThatThrownBy(
                        () -> FilmTools.proxy(half, temp.resolve("p.mp4"), ProxyCodec.H264, null, GopProgress.SILENT))
                .isInstanceOf(Corrupt.class);
        assertThat(leftovers("w.mp4", "half.mp4")).isEmpty();
    }

    @Test
    void targetThatExists_isNotTouched() throws IOException {
        Files.writeString(temp.resolve("p.mp4"), "mine");

        assertThatThrownBy(
                        () -> FilmTools.proxy(film(), temp.resolve("p.mp4"), ProxyCodec.H264, null, GopProgress.SILENT))
                .isInstanceOf(Refused.class);
        assertThat(temp.resolve("p.mp4")).hasContent("mine");
    }

    @Test
    void noFfmpeg_isTold() {
        assertThatThrownBy(() -> FilmTools.proxy(
                        film(), temp.resolve("p.mp4"), ProxyCodec.H264, temp.resolve("none"), GopProgress.SILENT))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("none");
    }

    private List<String> leftovers(String... known) throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !List.of(known).contains(name))
                    .toList();
        }
    }
}
