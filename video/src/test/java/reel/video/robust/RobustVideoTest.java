package reel.video.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.testkit.NeedsProgram;
import reel.video.carrier.Preset;
import reel.video.carrier.Sighting;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoTarget;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FfmpegFinder;

/// Small videos made, harmed and read with the ffmpeg that the product finds.
@NeedsProgram("ffmpeg")
final class RobustVideoTest {
    private final RobustCarrier carrier = new RobustCarrier();

    @TempDir
    Path folder;

    private static VideoOptions options(Recipe recipe) {
        return VideoOptions.of(recipe.preset).withSize(Frames.SMALL.width(), Frames.SMALL.height());
    }

    private Path encode(byte[] payload, VideoOptions options) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Path video = folder.resolve("video.mp4");
        carrier.encode(MemoryRoom.source(payload), new VideoTarget.ToFile(work, video), options, VideoListener.NONE);
        return video;
    }

    private byte[] decode(Path video) throws IOException {
        MemoryRoom room = new MemoryRoom();
        carrier.open(video, room, VideoOptions.of(Preset.ROBUST), VideoListener.NONE)
                .close();
        return room.bytes;
    }

    private Path transcode(Path video, String name, String... arguments) throws IOException {
        Ffmpeg ffmpeg = FfmpegFinder.ofProcess().find(null);
        Path out = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("-v", "error", "-y", "-i", video.toString()));
        command.addAll(List.of(arguments));
        command.add(out.toString());
        assertThat(ffmpeg.run(name, command)).isEmpty();
        return out;
    }

    @ParameterizedTest
    @EnumSource(
            value = Recipe.class,
            names = {"ROBUST", "DENSE"})
    void payload_throughItsOwnVideo_isExact(Recipe recipe) throws IOException {
        byte[] payload = Frames.payload(20_000, 1);

        Path video = encode(payload, options(recipe));
        Sighting sighting = Objects.requireNonNull(carrier.look(video, options(recipe)));

        assertThat(decode(video)).isEqualTo(payload);
        assertThat(sighting.preset()).isEqualTo(recipe.preset);
        assertThat(sighting.payloadBytes()).isEqualTo(payload.length);
    }

    @Test
    void blocks_ofAnEncodeThatWasKilled_areUsedAgain() throws IOException {
        byte[] payload = Frames.payload(20_000, 8);
        Path first = encode(payload, options(Recipe.ROBUST));
        byte[] whole = Files.readAllBytes(first);
        Path film = onlyFilm();
        Object made = Files.readAttributes(film, "unix:ino,ctime");
        Files.writeString(folder.resolve("work/unfinished.mp4"), "half a film");
        Files.delete(first);

        assertThat(encode(payload, options(Recipe.ROBUST))).hasBinaryContent(whole);
        assertThat(Files.readAttributes(onlyFilm(), "unix:ino,ctime")).isEqualTo(made);

        byte[] other = Frames.payload(20_000, 9);
        assertThat(decode(encode(other, options(Recipe.ROBUST)))).isEqualTo(other);
    }

    private Path onlyFilm() throws IOException {
        try (Stream<Path> films = Files.list(folder.resolve("work"))) {
            return films.filter(film -> film.getFileName().toString().startsWith("block-"))
                    .reduce((one, another) -> {
                        throw new AssertionError(one + " and " + another);
                    })
                    .orElseThrow();
        }
    }

    @Test
    void payload_atTheLargestQuantiser_isExact() throws IOException {
        byte[] payload = Frames.payload(20_000, 2);
        Path video = encode(payload, options(Recipe.ROBUST));

        assertThat(decode(transcode(video, "again.mp4", "-c:v", "libx264", "-preset", "veryfast", "-qp", "51")))
                .isEqualTo(payload);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"ROBUST,-qp 51", "ROBUST,-crf 28", "CAPPED,-qp 51", "PARANOID,-b:v 600k -maxrate 600k -bufsize 600k"})
    void payload_encodedAgain_isExact(Recipe recipe, String how) throws IOException {
        byte[] payload = Frames.payload(20_000, 2);
        Path video = encode(payload, options(recipe));

        List<String> arguments = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "veryfast"));
        arguments.addAll(List.of(how.split(" ")));

        assertThat(decode(transcode(video, "again.mp4", arguments.toArray(String[]::new))))
                .isEqualTo(payload);
    }

    @Tag("slow")
    @Test
    void payload_inARenditionOfTwoThirds_isExact() throws IOException {
        byte[] payload = Frames.payload(5_000, 3);
        Path video = encode(payload, VideoOptions.of(Preset.RESIZE_PROOF).withSize(1920, 1080));

        Path smaller = transcode(video, "720.mp4", "-vf", "scale=1280:720", "-c:v", "libx264", "-crf", "26");
        Path odd = transcode(video, "odd.mp4", "-vf", "scale=1366:770", "-c:v", "libx264", "-crf", "23");

        assertThat(decode(smaller)).isEqualTo(payload);
        assertThat(decode(odd)).isEqualTo(payload);
    }

    @Test
    void payload_afterLossDoublesAndAnotherFrameRate_isExact() throws IOException {
        byte[] payload = Frames.payload(60_000, 4);
        Path video = encode(payload, options(Recipe.ROBUST).withFramesPerSecond(6));

        Path late = transcode(video, "late.mp4", "-vf", "select='gte(n,1)'", "-fps_mode", "vfr", "-qp", "30");
        Path faster =
                transcode(video, "faster.mp4", "-r", "30", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28");

        assertThat(decode(late)).isEqualTo(payload);
        assertThat(decode(faster)).isEqualTo(payload);
    }

    @Tag("slow")
    @Test
    void payload_withLevelsOfTheOtherRange_isExact() throws IOException {
        byte[] payload = Frames.payload(20_000, 5);
        Path video = encode(payload, options(Recipe.ROBUST));

        Path full = transcode(
                video, "full.mp4", "-vf", "scale=in_range=tv:out_range=pc", "-pix_fmt", "yuvj420p", "-qp", "20");

        assertThat(decode(full)).isEqualTo(payload);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"vp9", "av1"})
    void payload_withAnotherEncoder_isExact(String encoder) throws IOException {
        byte[] payload = Frames.payload(8_000, 6);

        assertThat(decode(encode(payload, options(Recipe.ROBUST).withEncoder(encoder))))
                .isEqualTo(payload);
    }

    @Test
    void video_tooFarGone_saysHowFar() throws IOException {
        byte[] payload = Frames.payload(60_000, 7);
        Path video = encode(payload, options(Recipe.DENSE));

        Path gone = transcode(video, "gone.mp4", "-c:v", "libx264", "-preset", "veryfast", "-qp", "46");

        assertThatThrownBy(() -> decode(gone))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("good frames of preset dense")
                .hasMessageContaining("codewords of those needed failed");
    }

    @Test
    void video_ofSomebodyElse_isNotOurs() throws IOException {
        Path text = Files.writeString(folder.resolve("t.mp4"), "no video");
        Path other = folder.resolve("other.mp4");
        String unused = FfmpegFinder.ofProcess()
                .find(null)
                .run(
                        "other",
                        List.of(
                                "-v",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc=size=640x360:rate=5:duration=1",
                                other.toString()));

        assertThat(carrier.look(text, options(Recipe.ROBUST))).isNull();
        assertThat(carrier.look(other, options(Recipe.ROBUST))).isNull();
        assertThatThrownBy(() -> decode(other)).isInstanceOf(Refused.class);
    }

    @Test
    void video_cutOff_isDecodedOrSaysWhatLacks() throws IOException {
        byte[] payload = Frames.payload(120_000, 8);
        Path video = encode(payload, options(Recipe.ROBUST));
        Path stream = transcode(video, "whole.ts", "-c", "copy");
        byte[] bytes = Files.readAllBytes(stream);
        Path cut = folder.resolve("cut.ts");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> decode(cut)).isInstanceOf(Corrupt.class).hasMessageContaining("symbols");
    }

    @Test
    void encode_ofTheSame_isTheSameVideo() throws IOException {
        byte[] payload = Frames.payload(20_000, 9);
        byte[] first = Files.readAllBytes(encode(payload, options(Recipe.ROBUST)));
        Files.delete(folder.resolve("video.mp4"));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        carrier.encode(
                MemoryRoom.source(payload),
                new VideoTarget.ToStream(Files.createDirectories(folder.resolve("other")), stream),
                options(Recipe.ROBUST),
                VideoListener.NONE);

        assertThat(stream.toByteArray()).isEqualTo(first);
    }

    @Test
    void encode_begunBefore_usesWhatIsThere() throws IOException {
        byte[] payload = Frames.payload(20_000, 10);
        Path video = encode(payload, options(Recipe.DENSE));
        byte[] first = Files.readAllBytes(video);
        Files.delete(video);
        // A program that can only join: were a block encoded again, it would fail.
        Path only = folder.resolve("only");
        Files.writeString(
                only,
                "#!/bin/sh\ncase \"$*\" in *rawvideo*) exit 9;; esac\nexec "
                        + FfmpegFinder.ofProcess().find(null).program() + " \"$@\"\n");
        boolean unused = only.toFile().setExecutable(true);

        assertThat(Files.readAllBytes(encode(payload, options(Recipe.DENSE).withFfmpeg(only))))
                .isEqualTo(first);
    }

    /// The films of blocks that an encode leaves when it is killed.
    private List<Path> films() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("work"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("block-"))
                    .toList();
        }
    }

    @Test
    void encode_ofPatternsBegunBefore_usesWhatIsThereOrSaysThatItIsDamaged() throws IOException {
        byte[] payload = Frames.payload(20_000, 10);
        Path video = encode(payload, options(Recipe.ROBUST));
        byte[] first = Files.readAllBytes(video);
        Files.delete(video);
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Path film = Objects.requireNonNull(films().getFirst());
        Files.setLastModifiedTime(film, old);

        assertThat(Files.readAllBytes(encode(payload, options(Recipe.ROBUST)))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(film)).isEqualTo(old);

        Files.delete(video);
        Files.write(film, java.util.Arrays.copyOf(Files.readAllBytes(film), 20_000));
        assertThatThrownBy(() -> encode(payload, options(Recipe.ROBUST))).isInstanceOf(Corrupt.class);
    }

    @Test
    void encode_withoutFfmpeg_isMissingButForPatterns() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> encode(new byte[9], options(Recipe.DENSE).withFfmpeg(none)))
                .isInstanceOf(Missing.class);
        assertThatThrownBy(() -> encode(
                        new byte[9], options(Recipe.ROBUST).withFfmpeg(none).withEncoder("x264")))
                .isInstanceOf(Missing.class);

        byte[] payload = Frames.payload(3_000, 11);
        assertThat(decode(encode(payload, options(Recipe.ROBUST).withFfmpeg(none))))
                .isEqualTo(payload);
    }

    /// Sizes that are no multiples of a macroblock or of a block, and several groups of pictures.
    @ParameterizedTest
    @CsvSource({"322,182,250000", "1030,242,9000"})
    void payload_inPatternsOfOddSizes_isExact(int width, int height, int bytes) throws IOException {
        byte[] payload = Frames.payload(bytes, 12);

        assertThat(decode(encode(payload, VideoOptions.of(Preset.ROBUST).withSize(width, height))))
                .isEqualTo(payload);
    }

    @Test
    void encode_inFramesTooSmall_isRefused() {
        assertThatThrownBy(() ->
                        encode(new byte[9], VideoOptions.of(Preset.PARANOID).withSize(320, 180)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("too small");
    }
}
