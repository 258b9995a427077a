package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.hash.Blake3;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import tools.jackson.databind.JsonNode;

/// `reel video` as it is typed.
@Seeded
final class VideoTest {
    @TempDir(factory = RamFolder.class)
    Path folder;

    private Reel reel;
    private byte[] disc;

    @BeforeEach
    void setUp(RandomGenerator random) throws IOException {
        reel = Reel.in(folder);
        disc = Data.NOISE.bytes(random, 300_000);
        Files.write(folder.resolve("disc.iso"), disc);
        Files.createDirectories(folder.resolve("tree/below"));
        Files.write(folder.resolve("tree/below/text"), Data.TEXT.bytes(random, 50_000));
    }

    @Test
    void video_encodedLookedAtAndDecoded_answersAsDocumented() throws IOException {
        JsonNode encoded = reel.json("video", "encode", "disc.iso", "tree", "both.mp4", "--parity", "5%");
        assertThat(encoded.get("preset").asString()).isEqualTo("archive");
        assertThat(encoded.get("content_bytes").asLong()).isEqualTo(350_000);
        assertThat(encoded.get("video_bytes").asLong()).isEqualTo(Files.size(folder.resolve("both.mp4")));
        assertThat(encoded.get("entries").get(0).get("blake3").asString())
                .isEqualTo(Blake3.hash(disc).toString());

        assertThat(reel.ok("video", "info", "both.mp4").out())
                .contains("archive", "tree/below/text", "disc.iso", "320 × 240");
        JsonNode info = reel.json("video", "info", "both.mp4");
        assertThat(info.get("encrypted").asBoolean()).isFalse();
        assertThat(info.get("entries").size()).isEqualTo(4);

        JsonNode decoded = reel.json("video", "decode", "both.mp4", "-o", "out");
        assertThat(decoded.get("lost").size()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("out/disc.iso"))).isEqualTo(disc);
        assertThat(folder.resolve("out/tree/below/text")).hasSameBinaryContentAs(folder.resolve("tree/below/text"));
    }

    @Test
    void video_thatIsInTheWayMissingOrForeign_endsAsDocumented() throws IOException {
        reel.ok("video", "encode", "disc.iso", "disc.mp4");
        assertThat(reel.run("video", "encode", "disc.iso", "disc.mp4").exit()).isEqualTo(5);
        reel.ok("video", "encode", "--force", "disc.iso", "disc.mp4");
        assertThat(reel.run("video", "decode", "disc.mp4").exit()).isEqualTo(5);
        assertThat(reel.run("video", "decode", "no.mp4", "-o", "out").exit()).isEqualTo(3);
        assertThat(reel.run("video", "decode", "disc.iso", "-o", "out").exit()).isEqualTo(5);
        assertThat(reel.run("video", "decode", "disc.mp4", "--only", "no", "-o", "out")
                        .exit())
                .isEqualTo(3);
        assertThat(reel.run("video", "encode", "disc.iso").exit()).isEqualTo(2);
        assertThat(reel.run("video", "encode", "disc.iso", "x.mp4", "--preset", "no")
                        .exit())
                .isEqualTo(2);
        assertThat(reel.run("video", "encode", "disc.iso", "x.mp4", "--parity", "101%")
                        .exit())
                .isEqualTo(2);
        assertThat(reel.run("video").exit()).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void video_joinedToAnother_isSaidToBe() throws IOException {
        reel.ok("video", "encode", "disc.iso", "one.mp4");
        reel.ok("video", "encode", "tree", "two.mp4");
        Files.copy(folder.resolve("one.mp4"), folder.resolve("both.mp4"));
        Files.write(
                folder.resolve("both.mp4"), Files.readAllBytes(folder.resolve("two.mp4")), StandardOpenOption.APPEND);

        Reel.Result decoded = reel.run("video", "decode", "both.mp4", "-o", "out");
        assertThat(decoded.exit()).isEqualTo(1);
        assertThat(decoded.err()).contains("another video of reel is joined to it");
        assertThat(Files.readAllBytes(folder.resolve("out/disc.iso"))).isEqualTo(disc);
        assertThat(reel.run("video", "info", "both.mp4").exit()).isEqualTo(1);
        assertThat(reel.run("video", "info", "one.mp4").exit()).isZero();
    }

    @Test
    void info_withAWrongPassphraseOrDamage_endsAsDecodeDoes() throws IOException {
        Path right = secret("right");
        Reel knowing = reel.with("REEL_PASSPHRASE_FILE", right.toString());
        Reel wrong = reel.with("REEL_PASSPHRASE_FILE", secret("wrong").toString());
        knowing.ok("video", "encode", "--encrypt", "disc.iso", "disc.mp4");
        assertThat(knowing.ok("video", "info", "--unlock", "disc.mp4").out()).contains("disc.iso");
        assertThat(reel.ok("video", "info", "disc.mp4").out()).contains("encrypted");
        assertThat(wrong.run("video", "info", "--unlock", "disc.mp4").exit()).isEqualTo(10);

        byte[] video = Files.readAllBytes(folder.resolve("disc.mp4"));
        Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(video, video.length - 100_000));
        Reel.Result cut = reel.run("video", "info", "cut.mp4");
        assertThat(cut.exit()).isEqualTo(4);
        assertThat(cut.out()).contains("archive");
    }

    private Path secret(String text) throws IOException {
        Path file = folder.resolve(text + ".secret");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void video_cut_endsWithCorruptAndPartialWithDifferent() throws IOException {
        reel.ok("video", "encode", "tree", "disc.iso", "both.mp4", "--no-compress", "--size", "64x64");
        byte[] video = Files.readAllBytes(folder.resolve("both.mp4"));
        Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(video, video.length - 100_000));

        Reel.Result whole = reel.run("video", "decode", "cut.mp4", "-o", "out");
        assertThat(whole.exit()).isEqualTo(4);
        assertThat(whole.err()).contains("cut", "--partial");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(reel.run("video", "decode", "cut.mp4", "--partial", "-o", "out")
                        .exit())
                .isEqualTo(4);
    }
}
