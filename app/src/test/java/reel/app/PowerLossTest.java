package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.app.keep.Problem;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;
import reel.testkit.power.PowerLoss;
import reel.testkit.power.PowerLoss.Left;
import reel.testkit.power.Recording;

/// The power goes at every moment of every command, and the disk keeps no more than it promised.
///
/// Afterwards, each time, with nothing done by hand: the workspace opens, fsck that reads everything is clean, each
/// working file is the old one or the new one, status sees what is not as the stage says, a command that had ended
/// is done, any other ends when it is run again, gc takes away what was left, and every commit restores to the byte.
@Seeded
final class PowerLossTest {
    private static final int SAMPLE = 5;
    private static final int DAY_SAMPLE = 10;
    private static final int FIRST_LOSSES = 20;
    private static final int SLACK_BYTES = (8 << 10) + Desk.SEALED_OPERATION_BYTES;
    private static final String DONE = "done";

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_thatLosesPower_leavesTheOldOrTheNew(Command command, Seed seed) throws Exception {
        explore(command, sampled(seed, SAMPLE), seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Command.class)
    void command_thatLosesPowerAtAnyMoment_leavesTheOldOrTheNew(Command command, Seed seed) throws Exception {
        PowerLoss.Explored explored = explore(command, PowerLoss.thorough(temp(), seed.part(2)), seed);
        System.out.println("power lost in " + command + ": " + explored);
    }

    /// The power goes once more while the command is run again.
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Command.class)
    void command_thatLosesPowerTwice_leavesTheOldOrTheNew(Command command, Seed seed) throws Exception {
        Made made = record(command, seed);
        int[] again = {0};
        sampled(seed, FIRST_LOSSES).explore(made.recording(), left -> {
            Desk desk = command.at(left.plain());
            if (!command.isSeen() || !command.see(desk).equals(made.expected().done())) {
                Path nested = Files.createDirectory(temp().resolve("again" + again[0]++));
                Recording second = Recording.of(left.plain(), (folder, said) -> {
                    command.again(command.at(folder));
                    said.accept(DONE);
                });
                PowerLoss.sampled(nested, seed.part(again[0]), SAMPLE).explore(second, made.expected()::check);
            }
        });
        assertThat(again[0]).isPositive();
    }

    @Test
    void day_thatLosesPower_keepsWhatWasSaid(Seed seed) throws Exception {
        explore(Day.record(temp().resolve("day"), seed.part(0).random()), sampled(seed, DAY_SAMPLE));
    }

    @Tag("slow")
    @Test
    void day_thatLosesPowerAtAnyMoment_keepsWhatWasSaid(Seed seed) throws Exception {
        Day day = Day.record(temp().resolve("day"), seed.part(0).random());
        System.out.println("power lost in a day: " + explore(day, PowerLoss.thorough(temp(), seed.part(2))));
    }

    @ParameterizedTest
    @EnumSource(Recording.Force.class)
    void diskThatIgnoresForces_isFoundOut(Recording.Force ignored, Seed seed) throws Exception {
        Day day = Day.record(temp().resolve("day"), seed.part(0).random());
        Recording deaf = day.recording().deafTo(ignored);
        assertThatThrownBy(() -> sampled(seed, DAY_SAMPLE).explore(deaf, day::check))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("power lost after event");
    }

    private static PowerLoss.Explored explore(Day day, PowerLoss power) throws Exception {
        return power.explore(day.recording(), day::check);
    }

    private PowerLoss sampled(Seed seed, int most) {
        return PowerLoss.sampled(temp(), seed.part(2), most);
    }

    private Path temp() {
        return Objects.requireNonNull(temp);
    }

    private PowerLoss.Explored explore(Command command, PowerLoss power, Seed seed) throws Exception {
        Made made = record(command, seed);
        return power.explore(made.recording(), made.expected()::check);
    }

    private record Made(Recording recording, Expected expected) {}

    private Made record(Command command, Seed seed) throws Exception {
        Scene scene = command.scene(temp().resolve("scene"), seed.part(0).random());
        command.prepare(scene, seed.part(1).random());
        TreeSnapshot before = TreeSnapshot.ofWorkspace(scene.desk().root);
        Recording recording = Recording.of(scene.desk().root, (folder, said) -> {
            command.run(command.at(folder));
            said.accept(DONE);
        });
        Desk desk = command.at(scene.desk().root);
        Seen done = command.see(desk);
        desk.gc();
        return new Made(recording, new Expected(scene, command, before, done, desk.storedBytes()));
    }

    /// What an undisturbed run makes, and what there was before.
    private record Expected(Scene scene, Command command, TreeSnapshot before, Seen done, long bytesAfterGc) {
        void check(Left left) throws IOException {
            Desk desk = command.at(left.folder());
            assertThat(desk.status().status())
                    .as("status by what files tell of themselves, and by their bytes")
                    .isEqualTo(command.at(left.plain()).status().status());
            assertThat(desk.fsck().problems()).noneMatch(Problem::damage);
            assertOldOrNew(TreeSnapshot.ofWorkspace(left.plain()).withoutTimes());
            if (left.said().contains(DONE)) {
                assertThat(command.see(desk)).as("what was said to be done").isEqualTo(done);
            } else if (!command.isSeen() || !command.see(desk).equals(done)) {
                command.again(desk);
                desk = command.at(left.folder());
                assertThat(command.see(desk))
                        .as("what the command makes when it is run again")
                        .isEqualTo(done);
            }
            desk.gc();
            assertThat(desk.leftovers()).isEmpty();
            assertThat(command.see(desk)).isEqualTo(done);
            assertThat(desk.storedBytes()).isLessThanOrEqualTo(bytesAfterGc + SLACK_BYTES);
            assertRestores(desk);
        }

        private void assertOldOrNew(TreeSnapshot now) {
            TreeSnapshot old = before.withoutTimes();
            TreeSnapshot fresh = done.folder().withoutTimes();
            now.entries()
                    .forEach((path, entry) -> assertThat(entry)
                            .as(path)
                            .isIn(old.entries().get(path), fresh.entries().get(path)));
            old.entries().forEach((path, entry) -> {
                if (fresh.entries().containsKey(path)) {
                    assertThat(now.entries()).containsKey(path);
                }
            });
        }

        private void assertRestores(Desk desk) throws IOException {
            for (Map.Entry<reel.stream.hash.Hash, TreeSnapshot> commit :
                    scene.commits().entrySet()) {
                desk.clear();
                desk.forceTo(commit.getKey().toString());
                assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(commit.getValue()))
                        .isEmpty();
            }
        }
    }
}
