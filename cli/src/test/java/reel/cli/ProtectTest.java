package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import tools.jackson.databind.JsonNode;

/// `reel protect` as it is typed.
@Seeded
final class ProtectTest {
    @TempDir(factory = RamFolder.class)
    Path folder;

    private Reel reel;
    private byte[] movie;

    @BeforeEach
    void setUp(RandomGenerator random) throws IOException {
        reel = Reel.in(folder);
        movie = Data.NOISE.bytes(random, 100_000);
        Files.write(folder.resolve("movie.mov"), movie);
    }

    private List<Path> symbols() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("symbols"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void protect_throughLossAndRepair_answersAsDocumented() throws IOException {
        JsonNode encoded =
                reel.json("protect", "encode", "movie.mov", "symbols", "--overhead", "30%", "--symbol-size", "1000");
        assertThat(encoded.get("source_symbols").asInt()).isEqualTo(100);
        assertThat(encoded.get("repair_symbols").asInt()).isEqualTo(30);
        assertThat(reel.ok("protect", "verify", "symbols").out()).contains("Whole", "130 of 130 symbols");
        for (Path lost : symbols().subList(0, 20)) {
            Files.delete(lost);
        }
        Files.write(symbols().getFirst(), new byte[2]);

        Reel.Result damaged = reel.run("protect", "verify", "symbols", "--json");
        assertThat(damaged.exit()).isEqualTo(1);
        assertThat(damaged.json().get("recoverable").asBoolean()).isTrue();
        assertThat(damaged.json().get("missing_symbols").asInt()).isEqualTo(20);
        assertThat(damaged.json().get("spare_symbols").asInt()).isEqualTo(9);

        reel.ok("protect", "decode", "symbols", "-o", "back.mov");
        assertThat(folder.resolve("back.mov")).hasBinaryContent(movie);
        assertThat(reel.run("protect", "decode", "symbols", "-o", "back.mov").exit())
                .isEqualTo(5);

        assertThat(reel.json("protect", "repair", "symbols")
                        .get("written_symbols")
                        .asInt())
                .isEqualTo(21);
        assertThat(reel.ok("protect", "verify", "symbols").out()).contains("Whole");
    }

    @Test
    void protect_decodeIntoAFolderThatIsNotThere_saysWhichIsMissing() throws IOException {
        reel.ok("protect", "encode", "movie.mov", "symbols", "--layout", "container");

        Reel.Result result = reel.run("protect", "decode", "symbols", "-o", "nodir/x.mov");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .contains(folder.resolve("nodir") + ": there is no such folder", "hint: ")
                .doesNotContain("reel-tmp");
    }

    @Test
    void protect_verifyBesideAForeignPart_isWholeAndNamesIt() throws IOException {
        reel.ok("protect", "encode", "movie.mov", "symbols", "--layout", "container");
        Files.write(folder.resolve("other.mov"), new byte[] {1, 2, 3});
        reel.ok("protect", "encode", "other.mov", "others", "--layout", "container");
        Files.copy(folder.resolve("others/part-000.rqs"), folder.resolve("symbols/stray.rqs"));

        Reel.Result text = reel.ok("protect", "verify", "symbols");
        JsonNode json = reel.json("protect", "verify", "symbols");
        Files.delete(folder.resolve("symbols/part-000.rqs"));
        Reel.Result lacking = reel.run("protect", "verify", "symbols");

        assertThat(text.out()).contains("foreign", "stray.rqs", "Whole").doesNotContain("damaged");
        assertThat(json.get("whole").asBoolean()).isTrue();
        assertThat(json.get("damaged").size()).isZero();
        assertThat(json.get("foreign").get(0).asString()).contains("stray.rqs");
        assertThat(lacking.exit()).isEqualTo(1);
        assertThat(lacking.out()).contains("stray.rqs", "part-000.rqs");
    }

    @Test
    void protect_beyondHelp_endsWithFourAndNamesTheBlocks() throws IOException {
        reel.ok("protect", "encode", "movie.mov", "symbols", "--symbol-size", "1000", "--block-size", "50000");
        for (Path lost : symbols().subList(0, 40)) {
            Files.delete(lost);
        }
        Reel.Result decoded = reel.run("protect", "decode", "symbols", "-o", "back.mov", "--json");
        assertThat(decoded.exit()).isEqualTo(4);
        assertThat(decoded.errJson().get("error").get("message").asString())
                .contains("block 0 needs at least 30 more symbols");
        assertThat(folder.resolve("back.mov")).doesNotExist();
        assertThat(reel.run("protect", "verify", "symbols").exit()).isEqualTo(4);
        assertThat(reel.run("protect", "repair", "symbols").exit()).isEqualTo(4);
    }

    @Test
    void protect_aContainer_knowsTheName() throws IOException {
        reel.ok("protect", "encode", "movie.mov", "symbols", "--layout", "container", "--parts", "5");
        assertThat(symbols()).hasSize(5);
        JsonNode info = reel.json("protect", "info", "symbols");
        assertThat(info.get("name").asString()).isEqualTo("movie.mov");
        assertThat(info.get("parts").asInt()).isEqualTo(5);
        Files.delete(folder.resolve("movie.mov"));
        reel.ok("protect", "decode", "symbols");
        assertThat(folder.resolve("movie.mov")).hasBinaryContent(movie);

        reel.ok("recover", "symbols", "--force", "--jobs", "1");
        assertThat(folder.resolve("movie.mov")).hasBinaryContent(movie);
        assertThat(reel.json("recover", "symbols", "-o", "other.mov")
                        .get("bytes")
                        .asInt())
                .isEqualTo(movie.length);
        assertThat(folder.resolve("other.mov")).hasBinaryContent(movie);
    }

    @Test
    @Timeout(60)
    void protect_aPipe_isRefusedAndNeverOpened() throws Exception {
        Process fifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(fifo.waitFor()).isZero();
        Reel.Result refused = reel.run("protect", "encode", "pipe", "symbols");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("pipe or device");
        assertThat(folder.resolve("symbols")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"20%, 20", "20, 20", "0.2, 20", "1%, 1", "1.5%, 2", "2, 2", "0, 0", "100%, 100", "0.5, 50"})
    void protect_withAnOverhead_hasThatShareOfRepairSymbols(String overhead, int repair) {
        JsonNode encoded =
                reel.json("protect", "encode", "movie.mov", "symbols", "--overhead", overhead, "--symbol-size", "1000");
        assertThat(encoded.get("repair_symbols").asLong()).isEqualTo(repair);
    }

    @Test
    void protect_anOverheadThatMayMeanTwoThings_isAskedFor() {
        assertThat(reel.run("protect", "encode", "movie.mov", "s", "--overhead", "1.5")
                        .err())
                .contains("1.5% or 150%");
    }

    @Test
    void protect_withWordsThatDoNotFit_isAUsageError() {
        for (String wrong : List.of(
                "protect",
                "protect encode movie.mov",
                "protect encode movie.mov s --overhead lots",
                "protect encode movie.mov s --overhead 1",
                "protect encode movie.mov s --overhead 1.0",
                "protect encode movie.mov s --overhead 1.5",
                "protect encode movie.mov s --overhead 2.5",
                "protect encode movie.mov s --overhead 0x1p3",
                "protect encode movie.mov s --overhead 5d",
                "protect encode movie.mov s --overhead 25501%",
                "protect encode movie.mov s --overhead 20% --redundancy 2",
                "protect encode movie.mov s --redundancy 0",
                "protect encode movie.mov s --symbol-size 0",
                "protect encode movie.mov s --symbol-size 65536",
                "protect encode movie.mov s --block-size 0",
                "protect encode movie.mov s --block-size 17179869184g",
                "protect encode movie.mov s --parts 3",
                "protect encode movie.mov s --layout tar",
                "protect verify s --jobs 0",
                "recover",
                "recover s --jobs 0")) {
            assertThat(reel.run(wrong.split(" ")).exit()).as(wrong).isEqualTo(2);
        }
        assertThat(reel.run("protect", "encode", "nothing.mov", "s").exit()).isEqualTo(3);
        assertThat(reel.run("protect", "verify", "nowhere").exit()).isEqualTo(3);
        assertThat(reel.run("protect", "encode", "movie.mov", "s", "--layout", "container", "--symbol-size", "1000")
                        .exit())
                .isEqualTo(5);
        assertThat(folder.resolve("s")).doesNotExist();
    }
}
