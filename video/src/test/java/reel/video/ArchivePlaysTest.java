package reel.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.hash.Blake3;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.Programs;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoOptions;

/// Another decoder, another muxer: what stands in the pictures is the payload, and no remux harms it.
@NeedsProgram("ffmpeg")
@Seeded
final class ArchivePlaysTest {
    @TempDir(factory = RamFolder.class)
    Path folder;

    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(folder);
    }

    private byte[] ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Programs.get("ffmpeg").toString(), "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("ffmpeg.out");
        Path err = folder.resolve("ffmpeg.err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err)).isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readAllBytes(out);
    }

    /// The samples of a slice's macroblocks as they are coded, out of a planar picture.
    private static byte[] samples(byte[] picture, int width, int height, int mb) {
        byte[] samples = new byte[384];
        int x = mb % (width / 16);
        int y = mb / (width / 16);
        for (int row = 0; row < 16; row++) {
            System.arraycopy(picture, (16 * y + row) * width + 16 * x, samples, 16 * row, 16);
        }
        for (int plane = 0; plane < 2; plane++) {
            int start = width * height + plane * width * height / 4;
            for (int row = 0; row < 8; row++) {
                int from = start + (8 * y + row) * width / 2 + 8 * x;
                System.arraycopy(picture, from, samples, 256 + 64 * plane + 8 * row, 8);
            }
        }
        return samples;
    }

    @Test
    void pictures_decodedByFfmpeg_areThePayload(RandomGenerator random) throws Exception {
        byte[] bytes = Data.NOISE.bytes(random, 700_000);
        bench.encode(VideoOptions.of(Preset.ARCHIVE).withLevel(0).withParityPercent(1), bench.file("f", bytes));

        byte[] pictures = ffmpeg(
                "-i",
                bench.video.toString(),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuvj420p",
                "-fps_mode",
                "passthrough",
                "pipe:1");

        int width = 320;
        int height = 240;
        int frameBytes = width * height * 3 / 2;
        assertThat(pictures.length % frameBytes).isZero();
        byte[] payload = payload(pictures, width, height, 3);
        assertThat(payload.length).isGreaterThan(bytes.length);
        assertThat(HexFormat.of().formatHex(payload)).contains(HexFormat.of().formatHex(bytes, 0, 2000));
        // The payload's last 80 bytes are its trailer, before that is the file's hash in the last frame.
        assertThat(HexFormat.of().formatHex(payload))
                .contains(HexFormat.of().formatHex(Blake3.hash(bytes).toBytes()));
    }

    private static byte[] payload(byte[] pictures, int width, int height, int slices) {
        java.io.ByteArrayOutputStream payload = new java.io.ByteArrayOutputStream();
        int frameBytes = width * height * 3 / 2;
        int mbs = width * height / 256 / slices;
        for (int at = 0; at < pictures.length; at += frameBytes) {
            byte[] picture = java.util.Arrays.copyOfRange(pictures, at, at + frameBytes);
            for (int slice = 0; slice < slices; slice++) {
                byte[] all = new byte[mbs * 384];
                for (int mb = 0; mb < mbs; mb++) {
                    System.arraycopy(samples(picture, width, height, slice * mbs + mb), 0, all, 384 * mb, 384);
                }
                payload.writeBytes(PictureSamples.data(all, slice == 0));
            }
        }
        return payload.toByteArray();
    }

    @Test
    void video_remuxed_isReadFromEveryContainer(RandomGenerator random) throws Exception {
        byte[] bytes = Data.NOISE.bytes(random, 500_000);
        bench.encode(Bench.TINY.withSize(128, 128).withParityPercent(3), bench.file("f", bytes));
        for (String name : List.of("a.mkv", "a.mov", "a.ts", "a.m2ts", "a.avi", "a.flv", "a.h264", "b.mp4")) {
            Path remuxed = folder.resolve(name);
            ffmpeg("-y", "-i", bench.video.toString(), "-map", "0:v:0", "-c", "copy", remuxed.toString());
            Path before = Files.move(bench.video, folder.resolve("kept.mp4"));
            Files.move(remuxed, bench.video);

            bench.decode(DecodeJob.ALL);

            assertThat(bench.back("f")).as(name).isEqualTo(bytes);
            Files.move(before, bench.video, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void transportStream_withPacketsLost_isHealed(RandomGenerator random) throws Exception {
        byte[] bytes = Data.NOISE.bytes(random, 400_000);
        bench.encode(Bench.TINY.withParityPercent(20), bench.file("f", bytes));
        Path remuxed = folder.resolve("a.ts");
        ffmpeg("-y", "-i", bench.video.toString(), "-c", "copy", remuxed.toString());
        byte[] stream = Files.readAllBytes(remuxed);
        int lost = 5;
        byte[] shorter = java.util.Arrays.copyOf(stream, stream.length - lost * 188);
        int at = stream.length / 188 / 2 * 188;
        System.arraycopy(stream, at + lost * 188, shorter, at, shorter.length - at);
        Files.write(bench.video, shorter);

        bench.decode(DecodeJob.ALL);

        assertThat(bench.back("f")).isEqualTo(bytes);
    }

    @Test
    void fragmentedVideo_playsToo(RandomGenerator random) throws Exception {
        byte[] bytes = Data.NOISE.bytes(random, 300_000);
        try (var out = Files.newOutputStream(bench.video)) {
            Bench.CODEC.encode(
                    new VideoSource.Files(List.of(bench.file("f", bytes))),
                    new VideoSink.Pipe(out),
                    VideoOptions.of(Preset.ARCHIVE).withSize(128, 128),
                    null,
                    reel.video.carrier.VideoListener.NONE);
        }
        byte[] pictures = ffmpeg("-i", bench.video.toString(), "-f", "rawvideo", "-pix_fmt", "yuvj420p", "pipe:1");
        assertThat(pictures).hasSize(128 * 128 * 3 / 2 * 13);
        bench.decode(DecodeJob.ALL);
        assertThat(bench.back("f")).isEqualTo(bytes);
    }
}
