package reel.app.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.Workspace;
import reel.app.heal.RepairRepository;
import reel.app.look.ReadFile;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.history.tree.RepoPath;
import reel.history.workspace.Progress;
import reel.protect.parity.ParitySurvey;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;

/// A repository that is optimized holds what it held, and the parity its settings ask for.
final class OptimizeRepositoryTest {
    private static final int VERSIONS = 6;

    @TempDir
    @Nullable
    Path temp;

    private final Random random = new Random(5);
    private Studio studio = new Studio(Path.of("."));
    private final byte[][] clips = new byte[VERSIONS][];
    private final String[] commits = new String[VERSIONS];

    @BeforeEach
    void makeFilm() throws IOException {
        studio = Studio.make(Objects.requireNonNull(temp).resolve("film"));
        byte[] clip = new byte[1 << 20];
        random.nextBytes(clip);
        for (int version = 0; version < VERSIONS; version++) {
            clip[random.nextInt(clip.length)] ^= 1;
            clips[version] = clip.clone();
            studio.write("clip.mov", clip);
            commits[version] = studio.commit("version " + version).toString();
        }
        try (Workspace workspace = studio.open("parity")) {
            new WriteParity(Duration.ZERO).run(workspace);
        }
    }

    private GcReport optimize() throws IOException {
        try (Workspace workspace = studio.open("optimize")) {
            return new OptimizeRepository(GcOptions.DEFAULT).run(workspace);
        }
    }

    private ParitySurvey parity() throws IOException {
        try (Workspace workspace = studio.open("fsck")) {
            return workspace.parity().survey(true);
        }
    }

    private void set(String rate) throws IOException {
        Files.writeString(studio.root().resolve(".reel/config.toml"), "[store]\nparity = \"" + rate + "\"\n");
    }

    private void requireEveryVersion() throws IOException {
        try (Workspace workspace = studio.open("cat")) {
            for (int version = 0; version < VERSIONS; version++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                new ReadFile(commits[version], RepoPath.of("clip.mov")).run(workspace, new ReadFile.Sink() {
                    @Override
                    public void write(long offset, MemorySegment bytes) {
                        out.writeBytes(bytes.toArray(ValueLayout.JAVA_BYTE));
                    }

                    @Override
                    public void target(byte[] text) {
                        throw new AssertionError("no link");
                    }
                });
                assertThat(out.toByteArray()).isEqualTo(clips[version]);
            }
        }
        assertThat(studio.check(true, false).problems()).isEmpty();
    }

    @Test
    void optimize_ofManySmallPacks_keepsEveryVersionUnderParity() throws IOException {
        int before = studio.objects("packs").size();

        optimize();

        requireEveryVersion();
        assertThat(studio.objects("packs")).hasSizeLessThan(before);
        assertThat(parity().unprotected()).isEmpty();
        assertThat(parity().findings()).isEmpty();
    }

    @Test
    void optimize_afterTheRateWasRaised_makesParityAnew() throws IOException {
        optimize();
        long low = parity().parityBytes();
        set("60%");

        optimize();

        assertThat(parity().unprotected()).isEmpty();
        assertThat(parity().parityBytes()).isGreaterThanOrEqualTo(low);
        try (Workspace workspace = studio.open("parity")) {
            assertThat(workspace.parity().groupsOfOtherRate(workspace.settings().parity()))
                    .isEmpty();
        }
        Files.delete(studio.objects("packs").getFirst());
        try (Workspace workspace = studio.open("repair")) {
            new RepairRepository(Progress.NONE, Duration.ZERO).run(workspace);
        }
        requireEveryVersion();
    }

    @Test
    void optimize_withParityOff_removesIt() throws IOException {
        set("off");
        optimize();
        assertThat(parity().groups()).isEmpty();
        requireEveryVersion();
    }

    @Test
    void optimize_besideSomebodyWhoMakesParity_doesItsOwnPart_andSaysWhatIsLeft() throws IOException {
        int before = studio.objects("packs").size();
        List<String> notices = new ArrayList<>();
        try (Workspace other = studio.open("parity")) {
            Locking locking = Objects.requireNonNull(other.raw().traits().locking());
            try (Locking.Lock held = locking.lock(Handle.of("locks/parity"), false, Duration.ZERO);
                    Workspace workspace = Workspace.open(studio.caller("optimize", notices::add))) {
                new OptimizeRepository(new GcOptions(false, 0.5, Duration.ZERO)).run(workspace);
            }
        }

        assertThat(studio.objects("packs")).hasSizeLessThan(before);
        assertThat(notices).anySatisfy(notice -> assertThat(notice).contains("parity is being written"));
        requireEveryVersion();
    }
}
