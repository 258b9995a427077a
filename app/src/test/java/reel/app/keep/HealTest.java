package reel.app.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reel.app.Workspace;
import reel.app.heal.RepairRepository;
import reel.app.heal.ScrubRepository;
import reel.app.look.ReadFile;
import reel.history.repo.UndoWindow;
import reel.history.tree.RepoPath;
import reel.history.workspace.Progress;
import reel.store.layout.StoreNames;

/// A repository that has parity and second copies, and what becomes of it when stored bytes change.
final class HealTest {
    @TempDir
    @Nullable
    Path temp;

    private final Random random = new Random(11);
    private final List<String> notices = new ArrayList<>();
    private Studio studio = new Studio(Path.of("."));
    private byte[] clip = {};

    /// What may happen to stored bytes.
    enum Harm {
        DELETE,
        ZERO,
        TRUNCATE,
        FLIP
    }

    /// Which of them.
    enum Target {
        DATA_PACK("packs/"),
        OTHER_PACK("packs/"),
        RUN("index/"),
        FIRST_OPERATION("ops/"),
        LAST_OPERATION("ops/"),
        FORMAT("format"),
        PARITY("parity/"),
        TWIN("parity/twins/ops/");

        private final String prefix;

        Target(String prefix) {
            this.prefix = prefix;
        }

        Path in(Studio studio) throws IOException {
            Path repo = studio.root().resolve(".reel/repo");
            if (this == FORMAT) {
                return repo.resolve(prefix);
            }
            List<Path> objects = studio.objects(prefix).stream()
                    .filter(path -> this == TWIN || !path.toString().contains("/twins/"))
                    .sorted()
                    .toList();
            return switch (this) {
                case DATA_PACK -> studio.objects(prefix).getFirst();
                case OTHER_PACK -> studio.objects(prefix).getLast();
                case LAST_OPERATION, TWIN -> objects.getLast();
                case RUN, FIRST_OPERATION, PARITY, FORMAT -> objects.getFirst();
            };
        }
    }

    @BeforeEach
    void makeFilm() throws IOException {
        studio = Studio.make(Objects.requireNonNull(temp).resolve("film"));
        clip = new byte[1 << 20];
        random.nextBytes(clip);
        studio.write("clip.mov", clip);
        studio.write("notes/a.txt", "the first cut".getBytes(StandardCharsets.UTF_8));
        studio.commit("first");
        clip[500_000] ^= 1;
        studio.write("clip.mov", clip);
        studio.commit("second");
        parity();
        // Nothing of this folder helps a repair.
        Files.delete(studio.root().resolve("clip.mov"));
        Files.delete(studio.root().resolve("notes/a.txt"));
    }

    private void parity() throws IOException {
        try (Workspace workspace = studio.open("parity")) {
            new WriteParity(Duration.ZERO).run(workspace);
        }
    }

    private RepairRepository.Report repair() throws IOException {
        try (Workspace workspace = studio.open("repair")) {
            return new RepairRepository(Progress.NONE, Duration.ZERO).run(workspace);
        }
    }

    private ScrubRepository.Report scrub(long maxBytes) throws IOException {
        try (Workspace workspace = studio.open("scrub")) {
            return new ScrubRepository(null, maxBytes, System::nanoTime, Progress.NONE).run(workspace);
        }
    }

    private byte[] read(String revision) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workspace workspace = Workspace.open(studio.caller("cat").telling(notices::add))) {
            new ReadFile(revision, RepoPath.of("clip.mov")).run(workspace, new ReadFile.Sink() {
                @Override
                public void write(long offset, MemorySegment piece) {
                    out.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE));
                }

                @Override
                public void target(byte[] text) {
                    out.writeBytes(text);
                }
            });
        }
        return out.toByteArray();
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

    static Stream<Arguments> everyHarm() {
        return Arrays.stream(Target.values())
                .flatMap(target -> Arrays.stream(Harm.values()).map(harm -> Arguments.of(target, harm)));
    }

    @ParameterizedTest
    @MethodSource("everyHarm")
    void object_harmed_isFoundAndRepaired(Target target, Harm harm) throws IOException {
        Path object = target.in(studio);
        byte[] right = Files.readAllBytes(object);
        harm(object, harm);
        boolean stillSays = target == Target.PARITY || target == Target.TWIN;

        if (!(stillSays && harm == Harm.DELETE)) {
            assertThat(studio.check(true, false).isClean()).as("clean").isFalse();
        }
        RepairRepository.Report report = repair();

        assertThat(report.isWhole()).as(report.after().problems().toString()).isTrue();
        if (target != Target.RUN) {
            assertThat(Files.readAllBytes(object)).isEqualTo(right);
        }
        assertThat(studio.check(true, false).problems()).isEmpty();
        assertThat(read("HEAD")).isEqualTo(clip);
        assertThat(repair().repaired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void read_ofDamagedPack_healsInPassingAndSaysSo(Harm harm) throws IOException {
        Path pack = Target.DATA_PACK.in(studio);
        byte[] right = Files.readAllBytes(pack);
        harm(pack, harm == Harm.FLIP ? Harm.ZERO : harm);

        assertThat(read("HEAD")).isEqualTo(clip);

        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        assertThat(notices)
                .anyMatch(notice -> notice.contains(pack.getFileName().toString()) && notice.contains("parity"));
    }

    @Test
    void fsck_ofDamagedPack_saysThatParityBringsItBack() throws IOException {
        harm(Target.DATA_PACK.in(studio), Harm.FLIP);

        List<Problem> problems = studio.check(true, false).problems();

        assertThat(problems).isNotEmpty();
        assertThat(problems).allMatch(problem -> problem.source() == Problem.Source.PARITY);
        assertThat(problems).allMatch(problem -> problem.remedy().contains("reel repair"));
    }

    @Test
    void moreLostThanParityHas_isNamedAndNothingIsMadeWorse() throws IOException {
        for (Path parity : studio.objects("parity")) {
            if (parity.toString().endsWith(".par")) {
                Files.write(parity, new byte[100]);
            }
        }
        Path pack = Target.DATA_PACK.in(studio);
        Files.write(pack, new byte[(int) Files.size(pack)]);

        RepairRepository.Report report = repair();

        assertThat(report.isWhole()).isFalse();
        assertThat(report.after().problems())
                .anyMatch(problem -> problem.paths().stream().anyMatch(path -> path.startsWith("clip.mov (")));
        assertThat(Files.exists(pack)).isTrue();
    }

    @Test
    void scrub_inSmallSteps_readsEveryPackOnceAndTellsHealth() throws IOException {
        int all = studio.objects("packs").size();
        assertThat(all).isGreaterThan(2);
        for (int i = 1; i <= all; i++) {
            ScrubRepository.Report step = scrub(1);
            assertThat(step.packs()).isEqualTo(1);
            assertThat(step.oldest() != null).isEqualTo(i == all);
        }
        ScrubRepository.Report last = scrub(1);
        assertThat(last.health()).isEqualTo(100);
        assertThat(last.readBytes()).isEqualTo(last.allBytes());
    }

    @Test
    void scrub_ofDamagedPacks_healsThem() throws IOException {
        harm(Target.DATA_PACK.in(studio), Harm.FLIP);

        ScrubRepository.Report report = scrub(Long.MAX_VALUE);

        assertThat(report.found()).hasSize(1);
        assertThat(report.isLossless()).isTrue();
        assertThat(report.health()).isEqualTo(100);
        assertThat(studio.check(true, false).isClean()).isTrue();
    }

    @Test
    void scrub_withDamagedLedger_beginsAnewAndSaysSo() throws IOException {
        scrub(Long.MAX_VALUE);
        Path ledger = studio.root().resolve(".reel/scrub");
        harm(ledger, Harm.FLIP);

        ScrubRepository.Report report = scrub(1);

        assertThat(report.ledgerLost()).isTrue();
        assertThat(report.packs()).isEqualTo(1);
        assertThat(scrub(1).ledgerLost()).isFalse();
    }

    @Test
    void gc_leavesParityOfWhatStaysOnly() throws IOException {
        byte[] other = new byte[300_000];
        random.nextBytes(other);
        studio.write("dead.bin", other);
        studio.add();
        parity();
        Files.delete(studio.root().resolve("dead.bin"));
        studio.add();

        studio.gc(UndoWindow.last(1));

        try (Workspace workspace = studio.open("survey")) {
            var survey = workspace.parity().survey(true);
            assertThat(survey.findings()).isEmpty();
            assertThat(survey.members().keySet())
                    .allMatch(pack -> Files.exists(studio.root().resolve(".reel/repo/" + StoreNames.pack(pack))));
        }
        assertThat(repair().isWhole()).isTrue();
    }

    @Test
    void parity_switchedOff_isNotMade() throws IOException {
        Studio plain = Studio.make(Objects.requireNonNull(temp).resolve("plain"));
        plain.write("a", new byte[] {1});
        plain.commit("one");
        Files.writeString(plain.root().resolve(".reel/config.toml"), "[store]\nparity = \"off\"\n");

        assertThat(new WriteParity(Duration.ZERO).run(plain.caller("parity")).packs())
                .isZero();

        assertThat(plain.objects("parity").stream()
                        .filter(path -> path.toString().endsWith(".par")))
                .isEmpty();
    }
}
