package reel.history.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import reel.history.workspace.status.Status;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;
import reel.testkit.TreeMaker;
import reel.testkit.TreeSnapshot;

/// Whatever is on disk comes back from the store to the byte, the time and the bit.
@Seeded
final class RoundTripTest {
    @TempDir
    Path temp;

    @RepeatedTest(2)
    void nastyTree_addedAndSwitchedTo_isTheSameElsewhere(RandomGenerator random) throws IOException {
        Path here = temp.resolve("here");
        TreeMaker.of(random, 64 << 10).nasty(here, 60);
        try (Workbench bench = Workbench.in(here)) {
            Hash tree = bench.addAndCommit();
            Status status = bench.status();
            assertThat(status.isClean()).as("%s", status).isTrue();
            try (Workbench other = Workbench.sharing(temp.resolve("there"), bench.chunks)) {
                other.switchTo(tree);
                TreeSnapshot.ofWorkspace(other.root).assertEquals(TreeSnapshot.ofWorkspace(here));
                assertThat(other.status().isClean()).isTrue();
                assertThat(other.stage().tree()).isEqualTo(tree);
            }
        }
    }

    @RepeatedTest(3)
    void versions_switchedBackAndForth_areEachTheSame(RandomGenerator random) throws IOException {
        Path here = temp.resolve("here");
        TreeMaker maker = TreeMaker.of(random, 32 << 10);
        maker.plain(here, 40);
        try (Workbench bench = Workbench.in(here)) {
            Hash[] trees = new Hash[4];
            TreeSnapshot[] snapshots = new TreeSnapshot[4];
            for (int i = 0; i < trees.length; i++) {
                if (i > 0) {
                    maker.edit(here, 25);
                }
                trees[i] = bench.addAndCommit();
                assertThat(bench.status().isClean()).as("%s", bench.status()).isTrue();
                snapshots[i] = TreeSnapshot.ofWorkspace(here);
            }
            for (int i = 0; i < 8; i++) {
                int to = random.nextInt(trees.length);
                if (random.nextBoolean()) {
                    bench.switchTo(trees[to]);
                } else {
                    bench.resetHard(trees[to]);
                }
                TreeSnapshot.ofWorkspace(here).withoutTimes().assertEquals(snapshots[to].withoutTimes());
                assertThat(bench.status().isClean()).isTrue();
                assertThat(bench.stage().tree()).isEqualTo(trees[to]);
            }
        }
    }
}
