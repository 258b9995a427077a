package reel.app.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.Workspace;
import reel.app.branch.Operations;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class CheckRepositoryTest {
    @TempDir
    @Nullable
    Path temp;

    private Studio studio() throws IOException {
        return Studio.make(Objects.requireNonNull(temp).resolve("film"));
    }

    private static String brief(Hash commit) {
        return commit.brief(12);
    }

    @Test
    void check_ofAWholeRepository_isClean(RandomGenerator random) throws IOException {
        Studio studio = studio();
        assertThat(studio.check(true, false).problems()).isEmpty();
        studio.write("a", Data.NOISE.bytes(random, 300_000));
        studio.commit("first");
        studio.write("b", Data.TEXT.bytes(random, 300_000));
        studio.add();

        CheckRepository.Report report = studio.check(true, false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.commits()).isEqualTo(1);
        assertThat(report.operations()).isEqualTo(2);
    }

    @Test
    void check_withAPackGone_namesTheFilesOfCommitsAndStage(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("safe", Data.NOISE.bytes(random, 100_000));
        studio.commit("first");
        studio.write("shot/clip", Data.NOISE.bytes(random, 2_000_000));
        Hash second = studio.commit("second");
        Files.delete(studio.objects("packs").getFirst());

        CheckRepository.Report report = studio.check(false, false);

        assertThat(report.unmended()).isEqualTo(1);
        assertThat(report.problems()).hasSize(1);
        assertThat(report.problems().getFirst().paths())
                .containsExactly("shot/clip (" + brief(second) + ")", "shot/clip (stage)");
    }

    @Test
    void repair_whileTheFolderStillHasTheFile_bringsItBack(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("clip", Data.NOISE.bytes(random, 2_000_000));
        studio.commit("first");
        Files.delete(studio.objects("packs").getFirst());

        CheckRepository.Report repair = studio.check(false, true);

        assertThat(repair.isClean()).isFalse();
        assertThat(repair.unmended()).isZero();
        assertThat(repair.repaired()).anyMatch(done -> done.startsWith("clip: "));
        assertThat(studio.check(true, false).isClean()).isTrue();
    }

    @Test
    void repair_ofAFlippedByteOfAFileThatIsThere_mendsIt(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("clip", Data.NOISE.bytes(random, 2_000_000));
        studio.commit("first");
        flip(studio.objects("packs").getFirst(), 700_000);
        CheckRepository.Report before = studio.check(true, false);
        assertThat(before.problems().getFirst().paths()).contains("clip (stage)");

        assertThat(studio.check(true, true).unmended()).isZero();
        studio.gc(reel.history.repo.UndoWindow.ALL);

        assertThat(studio.check(true, false).problems()).isEmpty();
    }

    @Test
    void repair_whenTheFileHasChanged_saysWhatStaysLost(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("clip", Data.NOISE.bytes(random, 2_000_000));
        Hash first = studio.commit("first");
        studio.write("clip", Data.NOISE.bytes(random, 2_000_000));
        Files.delete(studio.objects("packs").getFirst());

        CheckRepository.Report repair = studio.check(false, true);

        assertThat(repair.unmended()).isPositive();
        CheckRepository.Report after = studio.check(false, false);
        assertThat(after.problems()).extracting(Problem::object).contains("commit " + brief(first), "stage");
        assertThat(after.problems().getFirst().paths()).containsExactly("clip (" + brief(first) + ")");
    }

    @Test
    void repair_withoutAnyIndexRun_findsEverythingAgain(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("clip", Data.NOISE.bytes(random, 500_000));
        studio.commit("first");
        for (Path run : studio.objects("index")) {
            Files.delete(run);
        }
        assertThat(studio.check(false, false).isClean()).isFalse();

        CheckRepository.Report repair = studio.check(false, true);

        assertThat(repair.unmended()).isZero();
        assertThat(studio.check(true, false).problems()).isEmpty();
    }

    @Test
    void check_withTheNewestOperationDamaged_tellsOfRecover_andRecoverMends(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("a", Data.NOISE.bytes(random, 1_000));
        Hash first = studio.commit("first");
        studio.write("a", Data.NOISE.bytes(random, 1_000));
        studio.commit("second");
        Files.delete(studio.root().resolve(".reel/repo/parity/twins/ops/0000000000000003"));
        flip(studio.root().resolve(".reel/repo/ops/0000000000000003"), 60);

        List<Problem> problems = studio.check(false, false).problems().stream()
                .filter(Problem::damage)
                .toList();
        assertThat(problems).extracting(Problem::object).containsExactly("operation 3");
        assertThat(problems.getFirst().remedy()).contains("reel op recover");

        try (Workspace workspace = studio.open("op recover")) {
            Operations.Recovered recovered = new Operations(workspace).recover();
            assertThat(recovered.mended()).isTrue();
            assertThat(recovered.newest().number()).isEqualTo(4);
            assertThat(workspace.repository().view().headCommit(workspace.id())).isEqualTo(first);
            assertThat(new Operations(workspace).recover().mended()).isFalse();
        }
        assertThat(studio.check(false, false).problems())
                .filteredOn(Problem::damage)
                .first()
                .matches(problem -> problem.remedy().contains("The present is whole"));
    }

    @Test
    void recover_ofAWholeLog_doesNothing() throws IOException {
        Studio studio = studio();
        try (Workspace workspace = studio.open("op recover")) {
            Operations.Recovered recovered = new Operations(workspace).recover();
            assertThat(recovered.mended()).isFalse();
            assertThat(recovered.findings()).isEmpty();
            assertThat(recovered.newest().number()).isEqualTo(1);
        }
    }

    @Test
    void check_withADamagedStage_isNotClean(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("a", Data.NOISE.bytes(random, 1_000));
        studio.commit("first");
        Files.write(studio.root().resolve(".reel/stage"), new byte[10]);

        assertThat(studio.check(false, false).damages()).isEqualTo(1);
        studio.add();
        assertThat(studio.check(false, false).isClean()).isTrue();
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, at);
        }
    }
}
