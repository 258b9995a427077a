package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reel.app.heal.RepairLocked;
import reel.app.heal.RepairRepository;
import reel.app.heal.ScrubRepository;
import reel.app.keep.OptimizeRepository;
import reel.app.keep.WriteParity;
import reel.history.tree.RepoPath;
import reel.history.workspace.Progress;
import reel.protect.parity.ParityStore;
import reel.protect.parity.ParitySurvey;
import reel.store.gc.GcOptions;
import reel.stream.hash.Hash;
import reel.testkit.RamFolder;

/// An encrypted repository heals as any other does, with its key and, as far as stored bytes tell, without.
final class EncryptedHealTest {
    private static final RepoPath CLIP = RepoPath.of("clip.mov");
    private static final int VERSIONS = 2;

    @TempDir(factory = RamFolder.class)
    @Nullable
    static Path made;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private static final byte[][] CLIPS = new byte[VERSIONS][];
    private static final String[] COMMITS = new String[VERSIONS];

    private final Random random = new Random(17);
    private final List<String> notices = new ArrayList<>();
    private Desk desk = Desk.at(Path.of("."));
    private Desk outsider = desk;

    enum Harm {
        DELETE,
        ZERO,
        TRUNCATE,
        FLIP
    }

    enum Target {
        PACK("packs/"),
        INDEX("index/"),
        OPERATION("ops/"),
        KEY("keys/"),
        FORMAT("format");

        private final String prefix;

        Target(String prefix) {
            this.prefix = prefix;
        }

        Path in(Desk desk) throws IOException {
            List<String> objects = desk.objects().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
            return desk.meta().resolve("repo").resolve(objects.getLast());
        }
    }

    static Stream<Arguments> everyHarm() {
        return Arrays.stream(Target.values())
                .flatMap(target -> Arrays.stream(Harm.values()).map(harm -> Arguments.of(target, harm)));
    }

    @BeforeAll
    static void makeFilm() throws IOException {
        Desk desk = Desk.initEncrypted(Objects.requireNonNull(made).resolve("film"));
        Random random = new Random(5);
        byte[] clip = new byte[200_000];
        random.nextBytes(clip);
        for (int version = 0; version < VERSIONS; version++) {
            clip[random.nextInt(clip.length)] ^= 1;
            CLIPS[version] = clip.clone();
            desk.write(CLIP.toString(), clip);
            COMMITS[version] = desk.addAndCommit("version " + version).toString();
        }
        desk.run(new WriteParity(Duration.ZERO)::run);
        // Nothing of the folder helps a repair.
        desk.clear();
    }

    @BeforeEach
    void copyFilm() throws IOException {
        Path root = Objects.requireNonNull(temp).resolve("film");
        Desk.copy(Objects.requireNonNull(made).resolve("film"), root);
        Path secret = Objects.requireNonNull(made).resolve("film.passphrase");
        outsider = Desk.at(root, notices::add);
        desk = outsider.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", secret.toString()));
        outsider = outsider.withEnvironment(Map.of());
    }

    private void harm(Path object, Harm harm) throws IOException {
        byte[] bytes = Files.readAllBytes(object);
        switch (harm) {
            case DELETE -> Files.delete(object);
            case ZERO -> Files.write(object, new byte[bytes.length]);
            case TRUNCATE -> Files.write(object, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case FLIP -> {
                bytes[random.nextInt(bytes.length)] ^= 4;
                Files.write(object, bytes);
            }
        }
    }

    private RepairRepository.Report repair() throws IOException {
        return desk.run(new RepairRepository(Progress.NONE, Duration.ZERO)::run);
    }

    private RepairLocked.Report repairLocked() throws IOException {
        return new RepairLocked(Progress.NONE, Duration.ZERO).run(outsider.callerWith(Map.of()));
    }

    private ParitySurvey survey() throws IOException {
        return desk.run(workspace -> workspace.parity().survey(true));
    }

    private void requireEveryVersion() throws IOException {
        for (int version = 0; version < VERSIONS; version++) {
            assertThat(desk.cat(COMMITS[version], CLIP)).isEqualTo(CLIPS[version]);
        }
        assertThat(desk.fsck().problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyHarm")
    void object_harmed_isRepaired(Target target, Harm harm) throws IOException {
        Path object = target.in(desk);
        byte[] right = Files.readAllBytes(object);
        harm(object, harm);

        RepairRepository.Report report = repair();

        assertThat(report.isWhole()).as(report.left().toString()).isTrue();
        assertThat(report.repaired().size() + notices.size()).isPositive();
        if (target != Target.INDEX) {
            assertThat(Files.readAllBytes(object)).isEqualTo(right);
        }
        requireEveryVersion();
        assertThat(repair().repaired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void everyPackAndTwinnedObject_harmedInTurn_isRepairedWithoutTheKey(Harm harm) throws IOException {
        for (Target target : Set.of(Target.PACK, Target.OPERATION, Target.KEY, Target.FORMAT)) {
            Path object = target.in(desk);
            byte[] right = Files.readAllBytes(object);
            harm(object, harm);
            notices.clear();

            RepairLocked.Report report = repairLocked();

            assertThat(Files.readAllBytes(object)).as(target + "").isEqualTo(right);
            assertThat(report.left()).isEmpty();
            Path name = object.getFileName();
            assertThat(Stream.concat(report.repaired().stream(), notices.stream()))
                    .anyMatch(line -> line.contains(name.toString()));
        }
        requireEveryVersion();
        assertThat(repairLocked().repaired()).isEmpty();
    }

    @Test
    void packsBeyondParity_areNamedWithoutTheKey() throws IOException {
        Set<String> damaged = new TreeSet<>();
        for (String object : desk.objects()) {
            if (object.startsWith("packs/")) {
                harm(desk.meta().resolve("repo").resolve(object), Harm.ZERO);
                damaged.add(object);
            }
        }

        RepairLocked.Report report = repairLocked();

        // One that has a group to itself comes back.
        assertThat(report.left()).isNotEmpty();
        report.left()
                .forEach(problem -> assertThat(damaged.remove(problem.object())).isTrue());
        assertThat(report.repaired()).hasSameSizeAs(damaged);
        damaged.forEach(object -> assertThat(report.repaired()).anyMatch(line -> line.startsWith(object + ": ")));
    }

    @Test
    void damagedParity_isMadeAnewWithoutTheKey() throws IOException {
        for (String object : desk.objects()) {
            if (object.endsWith(".par")) {
                harm(desk.meta().resolve("repo").resolve(object), Harm.FLIP);
            }
        }
        int damaged = survey().findings().size();

        assertThat(repairLocked().repaired()).hasSize(damaged).allMatch(line -> line.endsWith("made anew"));

        assertThat(survey().findings()).isEmpty();
        assertThat(survey().unprotected()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void read_ofDamagedPack_healsInPassing(Harm harm) throws IOException {
        for (String object : desk.objects()) {
            if (object.startsWith("packs/")) {
                Path pack = desk.meta().resolve("repo").resolve(object);
                byte[] right = Files.readAllBytes(pack);
                harm(pack, harm == Harm.FLIP ? Harm.ZERO : harm);
                assertThat(desk.cat(COMMITS[0], CLIP)).isEqualTo(CLIPS[0]);
                assertThat(desk.cat(COMMITS[VERSIONS - 1], CLIP)).isEqualTo(CLIPS[VERSIONS - 1]);
                Files.write(pack, right);
            }
        }
    }

    @Test
    void scrub_ofDamagedPack_healsIt() throws IOException {
        Path pack = Target.PACK.in(desk);
        byte[] right = Files.readAllBytes(pack);
        harm(pack, Harm.FLIP);

        ScrubRepository.Report report =
                desk.run(new ScrubRepository(null, Long.MAX_VALUE, System::nanoTime, Progress.NONE)::run);

        assertThat(report.found()).hasSize(1);
        assertThat(report.isLossless()).isTrue();
        assertThat(report.health()).isEqualTo(100);
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
    }

    @Test
    void packDamagedBeforeItsParity_getsNoneWithTheKeyAndIsLeftToRepairWithoutIt() throws IOException {
        desk.run(workspace -> workspace.parity().removeAll(Duration.ZERO));
        Path pack = Target.PACK.in(desk);
        byte[] right = Files.readAllBytes(pack);
        harm(pack, Harm.FLIP);

        assertThat(new WriteParity(Duration.ZERO)
                        .run(desk.callerWith(passphrase()))
                        .skipped())
                .hasSize(1);
        assertThat(survey().unprotected()).hasSize(1);
        ParityStore.Written blind = new WriteParity(Duration.ZERO).run(outsider.callerWith(Map.of()));
        assertThat(blind.packs()).isPositive();
        assertThat(survey().unprotected()).isEmpty();
        Files.write(pack, right);
        desk.write("more.mov", Arrays.copyOf(CLIPS[0], 190_000));
        desk.addAndCommit("more");
        new WriteParity(Duration.ZERO).run(outsider.callerWith(Map.of()));
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);

        assertThat(repair().isWhole()).isTrue();

        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        requireEveryVersion();
    }

    private static Map<String, String> passphrase() {
        return Map.of(
                "REEL_PASSPHRASE_FILE",
                Objects.requireNonNull(made).resolve("film.passphrase").toString());
    }

    @Test
    void optimize_afterTheSettingChanged_makesParityAnewAndRemovesIt() throws IOException {
        Files.writeString(desk.meta().resolve("config.toml"), "[store]\nparity = \"40%\"\n");
        desk.run(new OptimizeRepository(GcOptions.DEFAULT)::run);

        assertThat(survey().unprotected()).isEmpty();
        Set<Hash> others = desk.run(workspace ->
                workspace.parity().groupsOfOtherRate(workspace.settings().parity()));
        assertThat(others).isEmpty();
        Path pack = Target.PACK.in(desk);
        byte[] right = Files.readAllBytes(pack);
        harm(pack, Harm.DELETE);
        assertThat(repair().isWhole()).isTrue();
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        requireEveryVersion();

        Files.writeString(desk.meta().resolve("config.toml"), "[store]\nparity = \"off\"\n");
        desk.run(new OptimizeRepository(GcOptions.DEFAULT)::run);
        assertThat(survey().groups()).isEmpty();
        requireEveryVersion();
    }
}
