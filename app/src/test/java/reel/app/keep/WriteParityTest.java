package reel.app.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.Workspace;
import reel.app.heal.RepairRepository;
import reel.app.heal.ScrubRepository;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.history.repo.UndoWindow;
import reel.history.workspace.Progress;
import reel.protect.parity.ParityStore;
import reel.protect.parity.ParitySurvey;

/// Parity remembers what was right, and nobody brings back what was collected.
final class WriteParityTest {
    private static final int CLIPS = 4;

    @TempDir
    @Nullable
    Path temp;

    private final Random random = new Random(3);
    private Studio studio = new Studio(Path.of("."));

    @BeforeEach
    void makeFilm() throws IOException {
        studio = Studio.make(Objects.requireNonNull(temp).resolve("film"));
        for (int i = 0; i < CLIPS; i++) {
            noise("clip" + i + ".mov", 300_000);
            studio.commit("clip " + i);
        }
    }

    private Path noise(String path, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return studio.write(path, content);
    }

    private ParityStore.Written write() throws IOException {
        return new WriteParity(Duration.ZERO).run(studio.caller("parity"));
    }

    private ParityStore.Written writeWithoutKey() throws IOException {
        return new WriteParity(Duration.ZERO).runWithoutKey(studio.caller("parity"));
    }

    private RepairRepository.Report repair() throws IOException {
        try (Workspace workspace = studio.open("repair")) {
            return new RepairRepository(Progress.NONE, Duration.ZERO).run(workspace);
        }
    }

    private ParitySurvey survey() throws IOException {
        try (Workspace workspace = studio.open("fsck")) {
            return workspace.parity().survey(true);
        }
    }

    private static void flip(Path object) throws IOException {
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 3] ^= 4;
        Files.write(object, bytes);
    }

    @Test
    void pack_damagedBeforeItsParityAndPutBack_staysWhateverParityRemembers() throws IOException {
        Path pack = studio.objects("packs").getFirst();
        byte[] right = Files.readAllBytes(pack);
        flip(pack);
        writeWithoutKey();
        assertThat(survey().unprotected()).isEmpty();
        Files.write(pack, right);

        RepairRepository.Report report = repair();

        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
        assertThat(report.isWhole()).isTrue();
        assertThat(report.repaired()).isNotEmpty().allMatch(line -> line.contains("damaged pack; made anew"));
        assertThat(repair().repaired()).isEmpty();
        Files.delete(pack);
        assertThat(repair().isWhole()).isTrue();
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
    }

    @Test
    void pack_damagedBeforeItsParity_getsNone() throws IOException {
        Path pack = studio.objects("packs").getFirst();
        byte[] right = Files.readAllBytes(pack);
        flip(pack);

        assertThat(write().skipped()).hasSize(1);
        for (int i = 0; i < CLIPS; i++) {
            // What is in the folder would mend it.
            Files.delete(studio.root().resolve("clip" + i + ".mov"));
        }
        assertThat(repair().isWhole()).isFalse();

        assertThat(survey().unprotected()).hasSize(1);
        Files.write(pack, right);
        assertThat(write().skipped()).isEmpty();
        assertThat(survey().unprotected()).isEmpty();
        assertThat(repair().isWhole()).isTrue();
        assertThat(Files.readAllBytes(pack)).isEqualTo(right);
    }

    /// Garbage is collected while somebody else has the turn to make parity, which so keeps it.
    private Set<Path> collectBesideParity() throws IOException {
        Path dead = noise("dead.mov", 300_000);
        studio.add();
        write();
        Files.delete(dead);
        studio.add();
        Set<Path> before = new HashSet<>(studio.objects("packs"));
        try (Workspace workspace = studio.open("parity")) {
            Locking locking = Objects.requireNonNull(workspace.raw().traits().locking());
            try (Locking.Lock held = locking.lock(Handle.of("locks/parity"), false, Duration.ZERO)) {
                studio.gc(UndoWindow.last(1));
            }
        }
        studio.objects("packs").forEach(before::remove);
        assertThat(before).as("collected").isNotEmpty();
        return before;
    }

    @Test
    void collectedPacks_areNotBroughtBackByWhoeverHasNoKey() throws IOException {
        Set<Path> collected = collectBesideParity();
        noise("more.mov", 310_000);
        studio.commit("more");

        ParityStore.Written written = writeWithoutKey();

        assertThat(written.packs()).isPositive();
        assertThat(studio.objects("packs")).doesNotContainAnyElementsOf(collected);
        assertThat(survey().unprotected()).isEmpty();
        write();
        assertThat(studio.objects("packs")).doesNotContainAnyElementsOf(collected);
        assertThat(survey().members()).hasSameSizeAs(studio.objects("packs"));
        assertThat(studio.check(true, false).problems()).isEmpty();
    }

    @Test
    void repair_afterCollection_bringsNoneBack() throws IOException {
        Set<Path> collected = collectBesideParity();

        assertThat(repair().isWhole()).isTrue();

        assertThat(studio.objects("packs")).doesNotContainAnyElementsOf(collected);
    }

    @Test
    void scrub_besideCollection_tellsNoLossAndBringsNothingBack() throws IOException {
        Path dead = noise("dead.mov", 300_000);
        studio.add();
        write();
        Files.delete(dead);
        studio.add();
        Set<Path> before = new HashSet<>(studio.objects("packs"));
        ScrubRepository.Report report;
        try (Workspace workspace = studio.open("scrub")) {
            report = new ScrubRepository(null, Long.MAX_VALUE, System::nanoTime, new Progress() {
                        private boolean collected;

                        @Override
                        public void begin(String phase, long totalFiles, long totalBytes) {
                            if (!collected) {
                                collected = true;
                                try {
                                    studio.gc(UndoWindow.last(1));
                                } catch (IOException failure) {
                                    throw new UncheckedIOException(failure);
                                }
                            }
                        }

                        @Override
                        public void advance(long files, long bytes) {}
                    })
                    .run(workspace);
        }
        List<Path> after = studio.objects("packs");
        after.forEach(before::remove);
        assertThat(before).as("collected").isNotEmpty();
        assertThat(report.found()).isEmpty();
        assertThat(report.health()).isEqualTo(100);
        assertThat(report.allPacks()).isEqualTo(report.packs()).isLessThanOrEqualTo(after.size());
    }

    @Test
    void repair_withParityOff_doesNotSayItWasMadeAnew() throws IOException {
        write();
        for (Path parity : studio.objects("parity")) {
            if (parity.toString().endsWith(".par")) {
                flip(parity);
            }
        }
        Files.writeString(studio.root().resolve(".reel/config.toml"), "[store]\nparity = \"off\"\n");

        RepairRepository.Report report = repair();

        assertThat(report.isWhole()).isTrue();
        assertThat(report.repaired()).isEmpty();
        assertThat(survey().findings()).isNotEmpty();
    }
}
