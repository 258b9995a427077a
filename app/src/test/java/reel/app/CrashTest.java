package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.app.keep.Problem;
import reel.app.work.SwitchHead;
import reel.backend.Backend;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.FaultBackend.Fault;
import reel.backend.layer.SimulatedCrash;
import reel.history.workspace.Progress;
import reel.stream.ReelException;
import reel.stream.hash.Hash;
import reel.testkit.Faults;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// Every command on a real folder, with every write to the repository failing once and being the last one once.
///
/// Afterwards, each time, with nothing done by hand: fsck that reads everything is clean, the same command ends as
/// it would have, gc takes away what the fault left, and every commit restores to the byte.
@Seeded
final class CrashTest {
    private static final int DEATHS = 6;
    private static final int FAILURES = 3;
    private static final int SLACK_BYTES = (8 << 10) + Desk.SEALED_OPERATION_BYTES;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private int runs;

    /// The undisturbed run, which all others are measured by.
    private static final class Reference {
        private @Nullable Seen seen;
        private long bytesAfterGc;
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_thatDiesAtAWrite_isMadeGoodByTheNext(Command command, Seed seed) throws Exception {
        everyWrite(command, Fault.DEATH, DEATHS, seed);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_whoseWriteFails_losesNothing(Command command, Seed seed) throws Exception {
        everyWrite(command, Fault.PASSING, FAILURES, seed);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_thatMeetsAFullDisk_losesNothing(Command command, Seed seed) throws Exception {
        everyWrite(command, Fault.FULL, FAILURES, seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Command.class)
    void command_withEveryFaultAtEveryWrite_losesNothing(Command command, Seed seed) throws Exception {
        for (Fault fault : Fault.values()) {
            everyWrite(command, fault, Integer.MAX_VALUE, seed);
        }
    }

    private void everyWrite(Command command, Fault fault, int sample, Seed seed) throws Exception {
        Scene scene = command.scene(folder(), seed.part(0).random());
        command.prepare(scene, seed.part(1).random());
        Reference reference = new Reference();
        Faults.sampledSteps(
                sample,
                seed.part(2).random(),
                failAt -> run(scene, command, fault, failAt, seed),
                desk -> check(scene, command, desk, reference));
    }

    private Path folder() {
        return java.util.Objects.requireNonNull(temp).resolve("run" + runs++);
    }

    private Faults.Ran<Desk> run(Scene scene, Command command, Fault fault, long failAt, Seed seed) throws Exception {
        Desk desk = scene.desk().copyTo(folder());
        AtomicReference<@Nullable FaultBackend> layer = new AtomicReference<>();
        List<Backend> disks = new ArrayList<>();
        Desk faulty = desk.with(disk -> {
            disks.add(disk);
            FaultBackend around = FaultBackend.failing(disk, fault, failAt, seed.value());
            layer.set(around);
            return around;
        });
        Faults.Ran<Desk> ran = Faults.Ran.of(
                desk,
                () -> java.util.Objects.requireNonNull(layer.get()).steps(),
                () -> command.run(faulty),
                fault == Fault.DEATH ? SimulatedCrash.class : ReelException.class);
        for (Backend disk : disks) {
            disk.close();
        }
        return ran;
    }

    private static void check(Scene scene, Command command, Desk cutOff, Reference reference) throws IOException {
        Desk desk = command.at(cutOff.root);
        assertThat(desk.fsck().problems()).noneMatch(Problem::damage);
        Seen seen = reference.seen;
        if (seen == null) {
            seen = command.see(desk);
            reference.seen = seen;
        } else if (!command.isSeen() || !command.see(desk).equals(seen)) {
            command.again(desk);
            desk = command.at(cutOff.root);
        }
        assertThat(command.see(desk)).isEqualTo(seen);
        desk.gc();
        assertThat(desk.leftovers()).isEmpty();
        assertThat(command.see(desk)).isEqualTo(seen);
        long bytes = desk.storedBytes();
        reference.bytesAfterGc = reference.bytesAfterGc == 0 ? bytes : reference.bytesAfterGc;
        assertThat(bytes).isLessThanOrEqualTo(reference.bytesAfterGc + SLACK_BYTES);
        Desk whole = desk;
        whole.run(workspace -> {
            for (Map.Entry<Hash, TreeSnapshot> commit : scene.commits().entrySet()) {
                whole.clear();
                new SwitchHead(commit.getKey().toString(), null, true, true, Progress.NONE).run(workspace);
                TreeSnapshot restored = TreeSnapshot.ofWorkspace(whole.root);
                assertThat(restored.differences(commit.getValue())).isEmpty();
            }
            return workspace;
        });
    }
}
