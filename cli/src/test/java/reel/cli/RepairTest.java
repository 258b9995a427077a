package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `reel repair` at the command line, with the key of an encrypted repository and without.
final class RepairTest {
    private static final int HEALED = 1;
    private static final int LOST = 4;
    private static final int LOCKED = 10;

    private final Path work;
    private final Reel outside;
    private final Reel inside;

    RepairTest(@TempDir Path folder) throws IOException {
        Path secret = folder.resolve("secret");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "a passphrase for tests\n");
        this.work = Files.createDirectory(folder.resolve("work"));
        this.outside = Reel.plain(work);
        this.inside = outside.with("REEL_PASSPHRASE_FILE", secret.toString());
        inside.ok("init", "--encrypt");
        byte[] clip = new byte[300_000];
        new Random(4).nextBytes(clip);
        Files.write(work.resolve("clip.mov"), clip);
        inside.ok("commit", "-A", "-m", "first");
        inside.ok("parity");
        Files.delete(work.resolve("clip.mov"));
    }

    private Path largest(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(work.resolve(".reel/repo").resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
        }
    }

    private static byte[] flip(Path object) throws IOException {
        byte[] right = Files.readAllBytes(object);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        Files.write(object, wrong);
        return right;
    }

    @Test
    void repair_withTheKey_healsAndSaysWhat() throws IOException {
        Path pack = largest("packs");
        byte[] right = flip(pack);

        Reel.Result result = inside.run("repair");

        assertThat(result.exit()).isEqualTo(HEALED);
        assertThat(result.out()).contains(pack.getFileName() + ": brought back from parity");
        assertThat(result.err()).contains("Whole: ");
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        assertThat(inside.json("repair").path("whole").asBoolean()).isTrue();
    }

    @Test
    void repair_withoutTheKey_healsWhatNeedsNoneAndSaysThatThisIsNotAll() throws IOException {
        Path pack = largest("packs");
        byte[] right = flip(pack);

        Reel.Result result = outside.run("repair");

        assertThat(result.exit()).isEqualTo(LOCKED);
        assertThat(result.out()).contains(pack.getFileName() + ": brought back from parity");
        assertThat(result.err()).contains("Locked: ", "REEL_PASSPHRASE_FILE");
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        JsonNode json = outside.run("repair", "--json").json();
        assertThat(json.path("locked").asBoolean()).isTrue();
        assertThat(json.path("whole").asBoolean()).isFalse();
        assertThat(json.path("repaired")).isEmpty();
        inside.ok("repair");
    }

    @Test
    void repair_withoutTheKeyOfTooMuchDamage_namesIt() throws IOException {
        Path pack = largest("packs");
        flip(pack);
        Files.write(largest("parity"), new byte[500]);

        assertThat(outside.run("repair").exit()).isEqualTo(LOCKED);
        Reel.Result result = inside.run("repair");

        assertThat(result.exit()).isEqualTo(LOST);
        assertThat(result.out()).contains("clip.mov (").doesNotContain("parity brings it back");
        assertThat(result.err()).contains("Not whole: ");
    }
}
