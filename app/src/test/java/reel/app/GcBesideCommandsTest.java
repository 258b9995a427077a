package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.branch.Operations;
import reel.app.keep.CollectGarbage;
import reel.app.look.ShowLog;
import reel.history.op.Head;
import reel.history.repo.UndoWindow;
import reel.history.tree.RepoPath;
import reel.history.workspace.PathSet;
import reel.store.Hold;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.FakeClock;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Collecting while commands go on, in this process and in others.
@Seeded
final class GcBesideCommandsTest {
    private static final GcOptions AT_ONCE = GcOptions.DEFAULT.waiting(Duration.ZERO);

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private Desk desk() throws IOException {
        return Desk.init(Objects.requireNonNull(temp).resolve("film"));
    }

    private static GcReport gc(Desk desk, GcOptions options) throws IOException {
        return desk.run(new CollectGarbage(UndoWindow.last(1), options)::run);
    }

    @Test
    void commits_ofSeveralProcessesBesideEndlessCollections_areAllThere() throws Exception {
        commitBesideCollections(3, 3);
    }

    /// What another workspace has staged cannot be seen from here.
    @Test
    void gc_whereTheLogKnowsAnotherWorkspace_isRefusedAndDeletesNothing() throws Exception {
        Desk desk = desk();
        desk.write("a.bin", Data.NOISE.bytes(new Random(1), 30_000));
        desk.add();
        desk.clear();
        desk.add();
        desk.run(workspace -> workspace
                .repository()
                .transact(workspace.operation(), now -> now.withHead("elsewhere", new Head.OnBranch("main"))));
        List<String> before = packs(desk);

        assertThatThrownBy(desk::gc).isInstanceOf(Refused.class).hasMessageContaining("elsewhere");

        assertThat(packs(desk)).isNotEmpty().isEqualTo(before);
    }

    private static List<String> packs(Desk desk) throws Exception {
        return desk.objects().stream()
                .filter(object -> object.startsWith("packs/"))
                .toList();
    }

    @Test
    @Tag("slow")
    void commits_ofSeveralProcessesBesideEndlessCollections_areAllThereForLong() throws Exception {
        commitBesideCollections(5, 80);
    }

    private void commitBesideCollections(int processes, int versions) throws Exception {
        Desk desk = desk();
        desk.write("first", new byte[100]);
        desk.addAndCommit("first");
        Map<String, String> said = new ConcurrentSkipListMap<>();
        List<FutureTask<Boolean>> listening = new ArrayList<>();
        for (int p = 0; p < processes; p++) {
            String name = "clip" + p;
            OtherReel other = OtherReel.start(desk.root, "churn", name + ":" + versions);
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                try (other) {
                    for (String line = other.says(); line != null; line = other.says()) {
                        said.put(name + " " + line.substring(0, line.indexOf(' ')), line);
                    }
                }
                return true;
            });
            listening.add(task);
            Thread.ofVirtual().start(task);
        }
        int collections = 0;
        long removed = 0;
        while (!listening.stream().allMatch(FutureTask::isDone)) {
            GcReport report = desk.gc();
            removed += report.packsRemoved() + report.packsRewritten();
            collections++;
        }
        for (FutureTask<Boolean> task : listening) {
            assertThat(task.get()).isTrue();
        }
        assertThat(said).hasSize(processes * versions);
        assertThat(collections).isGreaterThan(1);
        assertThat(removed).isPositive();
        desk.gc();
        assertThat(desk.gc().packsWaiting()).isZero();
        assertThat(desk.fsck().problems()).isEmpty();
        for (Map.Entry<String, String> one : said.entrySet()) {
            String[] nameAndVersion = one.getKey().split(" ");
            String commit = one.getValue().substring(one.getValue().indexOf(' ') + 1);
            if (commit.length() == Hash.HEX_CHARS) {
                desk.clear();
                desk.forceTo(commit);
                assertThat(Files.readAllBytes(desk.root.resolve(nameAndVersion[0])))
                        .isEqualTo(OtherReel.churned(nameAndVersion[0], Integer.parseInt(nameAndVersion[1])));
            }
        }
    }

    /// A workspace with two commits and with garbage in it.
    private Desk used(RandomGenerator random) throws IOException {
        Desk desk = desk();
        desk.write("clip", Data.NOISE.bytes(random, 300_000));
        desk.addAndCommit("one");
        desk.write("clip", Data.NOISE.bytes(random, 300_000));
        desk.add();
        desk.write("clip", Data.NOISE.bytes(random, 300_000));
        desk.addAndCommit("two");
        return desk;
    }

    private static void readEverything(Desk desk) throws IOException {
        assertThat(desk.status().status().isClean()).isTrue();
        List<Hash> seen = new ArrayList<>();
        desk.run(workspace -> {
            new ShowLog(List.of(desk.head()), List.of(), true, PathSet.ALL, commit -> true)
                    .run(workspace, (id, commit) -> seen.add(id));
            return seen;
        });
        assertThat(seen).hasSizeGreaterThan(1);
        assertThat(desk.cat("main~1", RepoPath.of("clip"))).hasSize(300_000);
        desk.forceTo("main~1");
        desk.forceTo("main");
    }

    @Test
    void commands_whileGcHoldsAllItEverHolds_neitherWaitNorMissAnything(RandomGenerator random) throws Exception {
        Desk desk = used(random);
        int[] calls = {0};
        GcOptions watched = new GcOptions(false, 1, Duration.ZERO, packs -> {
            calls[0]++;
            assertThat(packs).isNotEmpty();
            readEverything(desk);
            desk.write("new", Data.NOISE.bytes(random, 50_000));
            desk.addAndCommit("while it sweeps");
        });
        assertThat(gc(desk, watched).packsRemoved()).isPositive();
        assertThat(calls[0]).isEqualTo(1);
        assertThat(gc(desk, AT_ONCE).packsWaiting()).isZero();
        assertThat(desk.fsck().problems()).isEmpty();
        readEverything(desk);
    }

    @Test
    void commands_whileGcWaitsForAnOldSession_neitherWaitNorMissAnything(RandomGenerator random) throws Exception {
        Desk desk = used(random);
        FutureTask<GcReport> collecting = new FutureTask<>(() -> gc(desk, AT_ONCE.waiting(Duration.ofMinutes(5))));
        desk.run(workspace -> {
            try (Hold hold = workspace.store().hold()) {
                Thread.ofVirtual().start(collecting);
                while (desk.objects().stream().noneMatch(object -> object.startsWith("gc/"))) {
                    Thread.onSpinWait();
                }
                readEverything(desk);
                desk.write("new", Data.NOISE.bytes(random, 50_000));
                desk.addAndCommit("while it waits");
                assertThat(collecting.isDone()).isFalse();
            }
            return workspace;
        });
        assertThat(collecting.get().packsRemoved()).isPositive();
        assertThat(desk.fsck().problems()).isEmpty();
        readEverything(desk);
    }

    @Test
    void gc_onAMachineWhoseClockIsTwoDaysOff_deletesTheSame(RandomGenerator random) throws IOException {
        FakeClock clock = FakeClock.at(Instant.parse("2026-01-03T12:00:00Z"));
        Duration off = Duration.ofDays(2);
        Desk exact = desk().withClock(clock.withZone(ZoneOffset.UTC));
        Desk fast = exact.withClock(FakeClock.at(clock.instant().plus(off)).withZone(ZoneOffset.UTC));
        Desk slow = exact.withClock(FakeClock.at(clock.instant().minus(off)).withZone(ZoneOffset.UTC));
        List<Desk> machines = List.of(fast, slow, exact);
        Map<String, byte[]> files = new TreeMap<>();
        for (int round = 0; round < 12; round++) {
            Desk writes = machines.get(random.nextInt(3));
            byte[] bytes = Data.NOISE.bytes(random, 30_000);
            writes.write("f" + round % 4, Data.NOISE.bytes(random, 30_000));
            writes.add();
            writes.write("f" + round % 4, bytes);
            writes.addAndCommit("round " + round);
            files.put("f" + round % 4, bytes);
            Desk collects = machines.get(random.nextInt(3));
            // "Older than an hour" by a clock that is two days wrong: more or less is undoable, nothing named is gone.
            UndoWindow hour =
                    UndoWindow.since(collects == slow ? clock.instant().minus(off) : clock.instant());
            boolean waits = random.nextBoolean();
            writes.run(workspace -> {
                Hold hold = workspace.store().hold();
                if (!waits) {
                    hold.close();
                }
                collects.run(new CollectGarbage(hour, AT_ONCE)::run);
                hold.close();
                return workspace;
            });
        }
        gc(fast, AT_ONCE);
        gc(slow, AT_ONCE);
        assertThat(exact.fsck().problems()).isEmpty();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(exact.cat("main", RepoPath.of(file.getKey()))).isEqualTo(file.getValue());
        }
        assertThat(gc(exact, AT_ONCE.asDryRun()).deadChunks()).isZero();
    }

    @Test
    void oldCommit_thatOnlyOperationsBeforeTheFloorKnew_isRefusedBeforeAnythingChanges(RandomGenerator random)
            throws IOException {
        Desk desk = used(random);
        desk.branch("side", "main");
        desk.switchTo("side");
        byte[] lost = Data.NOISE.bytes(random, 60_000);
        desk.write("small", lost);
        Hash old = desk.addAndCommit("will go");
        desk.switchTo("main");
        desk.run(workspace -> new reel.app.branch.Branches(workspace).delete("side", true));
        long before = desk.<Long>run(w -> w.repository().ops().current().number());
        // Nothing is rewritten, so the commit itself stays readable in a pack that has living neighbours.
        gc(desk, new GcOptions(false, 0, Duration.ZERO));

        assertThatThrownBy(() -> desk.branch("back", old.toString())).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> desk.forceTo(old.toString())).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> desk.run(w -> new Operations(w).restore(before - 2)))
                .isInstanceOf(Missing.class);
        assertThat(desk.status().status().isClean()).isTrue();
        assertThat(desk.fsck().problems()).isEmpty();
    }

    @Test
    void sweep_inTheOperationLog_isNoStepOfUndo(RandomGenerator random) throws IOException {
        Desk desk = used(random);
        Hash head = desk.head();
        desk.branch("kept", "main");
        GcReport report = desk.run(new CollectGarbage(UndoWindow.ALL, AT_ONCE)::run);
        assertThat(report.packsRemoved() + report.packsRewritten()).isPositive();
        long sweep = desk.<Long>run(w -> w.repository().ops().current().number());
        assertThat(desk.<Boolean>run(w -> w.repository().ops().at(sweep).isSweep()))
                .isTrue();
        assertThatThrownBy(() -> desk.run(w -> new Operations(w).undo(sweep))).isInstanceOf(Refused.class);

        desk.run(w -> new Operations(w).undo(null));

        assertThatThrownBy(() -> desk.files("kept")).isInstanceOf(Missing.class);
        assertThat(desk.head()).isEqualTo(head);
        assertThat(gc(desk, AT_ONCE).packsWaiting()).isZero();
        assertThat(desk.fsck().problems()).isEmpty();
    }
}
