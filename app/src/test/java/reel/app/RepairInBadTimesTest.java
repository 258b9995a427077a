package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.app.branch.Operations;
import reel.app.heal.RepairRepository;
import reel.app.keep.Problem;
import reel.app.keep.WriteParity;
import reel.app.look.ShowLog;
import reel.backend.Handle;
import reel.backend.LocalBackend;
import reel.backend.layer.FaultBackend;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.store.layout.StoreNames;
import reel.stream.Locked;
import reel.stream.ReelException;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Faults;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// Damage that comes with something else that is wrong: foreign or older objects, a full disk, somebody else who
/// repairs, a clock that jumps, an odd file system. Plain and encrypted.
@Seeded
final class RepairInBadTimesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FULL_STEPS = 5;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private int copies;

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    /// A repository with parity, and the right bytes of every file of every commit.
    private record Made(Desk desk, Map<Hash, Map<RepoPath, byte[]>> right) {
        /// Reads everything. @return how many files could not be read; those that could are right
        int unreadable(Desk from) throws IOException {
            int unreadable = 0;
            for (Map.Entry<Hash, Map<RepoPath, byte[]>> commit : right.entrySet()) {
                for (Map.Entry<RepoPath, byte[]> file : commit.getValue().entrySet()) {
                    try {
                        assertThat(from.cat(commit.getKey().toString(), file.getKey()))
                                .as("%s of %s", file.getKey(), commit.getKey())
                                .isEqualTo(file.getValue());
                    } catch (ReelException told) {
                        unreadable++;
                    }
                }
            }
            return unreadable;
        }
    }

    private Made make(String name, boolean encrypted, RandomGenerator random) throws IOException {
        Path root = place().resolve(name);
        Desk desk = encrypted ? Desk.initForIdentity(root) : Desk.initPlain(root);
        Scene scene = Scene.make(desk, random);
        Map<Hash, Map<RepoPath, byte[]>> right = new LinkedHashMap<>();
        for (Hash commit : scene.commits().keySet()) {
            Map<RepoPath, byte[]> files = new LinkedHashMap<>();
            for (Map.Entry<RepoPath, TreeEntry> entry :
                    desk.files(commit.toString()).entrySet()) {
                if (!(entry.getValue() instanceof TreeEntry.Folder)) {
                    files.put(entry.getKey(), desk.cat(commit.toString(), entry.getKey()));
                }
            }
            right.put(commit, files);
        }
        desk.run(new WriteParity(Duration.ZERO)::run);
        assertThat(desk.fsck().problems()).isEmpty();
        return new Made(desk, right);
    }

    /// A copy of the repository, without the working files, which might help a repair.
    private Desk copy(Made made) throws IOException {
        Path root = Files.createDirectory(place().resolve("copy" + copies++));
        Desk.copy(made.desk().meta(), root.resolve(".reel"));
        return made.desk().movedTo(root, notice -> {});
    }

    private static Path stored(Desk desk, String object) {
        return desk.meta().resolve("repo").resolve(object);
    }

    private static List<String> objects(Desk desk, String prefix, String suffix) throws IOException {
        return desk.objects().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .toList();
    }

    private static String largestPack(Desk desk) throws IOException {
        String largest = "";
        for (String pack : objects(desk, "packs/", "")) {
            boolean larger = largest.isEmpty() || Files.size(stored(desk, pack)) > Files.size(stored(desk, largest));
            largest = larger ? pack : largest;
        }
        return largest;
    }

    /// A group of parity that the cut pack needs nothing of. Names of groups and packs are by chance.
    private static String groupWithout(Desk desk, String pack) throws IOException {
        Hash id = StoreNames.packId(new Handle(pack)).orElseThrow();
        Path away = stored(desk, "away");
        for (String group : objects(desk, "parity/", ".par")) {
            Files.move(stored(desk, group), away);
            boolean spare = desk.run(workspace -> workspace.parity().healable(List.of(id)))
                    .contains(id);
            Files.move(away, stored(desk, group));
            if (spare) {
                return group;
            }
        }
        throw new AssertionError("every group is needed for " + pack);
    }

    private static Map<String, ByteBuffer> bytes(Desk desk, String prefix) throws IOException {
        Map<String, ByteBuffer> bytes = new HashMap<>();
        for (String object : objects(desk, prefix, "")) {
            bytes.put(object, ByteBuffer.wrap(Files.readAllBytes(stored(desk, object))));
        }
        return bytes;
    }

    private static void cutInHalf(Desk desk, String object) throws IOException {
        Path file = stored(desk, object);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
    }

    private static RepairRepository.Report repair(Desk desk) throws IOException {
        return desk.run(new RepairRepository(Progress.NONE, PATIENCE)::run);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parityOfAnotherRepository_isNamedAndNothingIsTakenFromIt(boolean encrypted, RandomGenerator random)
            throws IOException {
        Made ours = make("ours", encrypted, random);
        Made theirs = make("theirs", encrypted, random);
        for (boolean besideOurs : new boolean[] {true, false}) {
            Desk desk = copy(ours);
            if (!besideOurs) {
                Folders.delete(stored(desk, "parity"));
            }
            Desk.copy(stored(theirs.desk(), "parity"), stored(desk, "parity-of-theirs"));
            Files.createDirectories(stored(desk, "parity"));
            List<String> foreign = objects(desk, "parity-of-theirs/", ".par");
            assertThat(foreign).isNotEmpty();
            for (String object : foreign) {
                Files.copy(stored(desk, object), stored(desk, object.replace("parity-of-theirs", "parity")));
            }
            Folders.delete(stored(desk, "parity-of-theirs"));
            assertThat(desk.fsck().problems())
                    .as("of another repository, which is no damage")
                    .anyMatch(problem -> problem.kind().equals("foreign_parity"))
                    .noneMatch(Problem::damage);
            String pack = largestPack(desk);
            cutInHalf(desk, pack);

            RepairRepository.Report report = repair(desk);

            assertThat(report.isWhole()).isEqualTo(besideOurs);
            assertThat(ours.unreadable(desk) == 0).isEqualTo(besideOurs);
            assertThat(desk.objects())
                    .as("what is not ours is not deleted")
                    .containsAll(foreign.stream()
                            .map(name -> name.replace("parity-of-theirs", "parity"))
                            .toList());
            if (!besideOurs) {
                assertThat(report.left()).anyMatch(problem -> !problem.paths().isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void packReplacedByAnOlderValidOne_isNamedAndBroughtBack(boolean encrypted, RandomGenerator random)
            throws IOException {
        Made made = make("made", encrypted, random);
        List<String> packs = objects(made.desk(), "packs/", "");
        assertThat(packs).hasSizeGreaterThan(2);
        for (String replaced : packs) {
            String older = replaced.equals(packs.getFirst()) ? packs.getLast() : packs.getFirst();
            Desk desk = copy(made);
            byte[] right = Files.readAllBytes(stored(desk, replaced));
            Files.write(stored(desk, replaced), Files.readAllBytes(stored(desk, older)));
            assertThat(desk.fsck().problems())
                    .anyMatch(problem -> problem.damage() && problem.object().equals(replaced));
            assertThat(repair(desk).isWhole()).isTrue();
            assertThat(stored(desk, replaced)).hasBinaryContent(right);
            assertThat(desk.fsck().problems()).isEmpty();
            assertThat(made.unreadable(desk)).isZero();

            Desk bare = copy(made);
            Folders.delete(stored(bare, "parity"));
            Files.write(stored(bare, replaced), Files.readAllBytes(stored(bare, older)));
            assertThat(repair(bare).isWhole()).isFalse();
            assertThat(made.unreadable(bare)).as("nothing brings it back").isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void repairOnAFullDisk_makesNothingWorseAndIsDoneWhenThereIsSpace(boolean encrypted, Seed seed) throws Exception {
        Made made = make("made", encrypted, seed.part(0).random());
        Desk damaged = copy(made);
        String pack = largestPack(damaged);
        cutInHalf(damaged, pack);
        cutInHalf(damaged, objects(damaged, "ops/", "").getLast());
        cutInHalf(damaged, objects(damaged, "index/", "").getFirst());
        cutInHalf(damaged, groupWithout(damaged, pack));
        Map<String, ByteBuffer> before = bytes(damaged, "");

        Throwable refusal = catchThrowable(
                () -> assertThat(repair(damaged.with(FullDisk::new)).isWhole()).isFalse());

        assertThat(refusal == null || refusal instanceof ReelException)
                .as("%s", refusal)
                .isTrue();
        assertThat(bytes(damaged, "")).isEqualTo(before);
        Faults.sampledSteps(
                FULL_STEPS,
                seed.part(1).random(),
                failAt -> {
                    Desk desk = copyOf(damaged);
                    List<FaultBackend> layers = new ArrayList<>();
                    return Faults.Ran.of(
                            desk,
                            () -> layers.getFirst().steps(),
                            () -> repair(desk.with(disk -> {
                                layers.add(FaultBackend.failing(disk, FaultBackend.Fault.FULL, failAt, failAt));
                                return layers.getLast();
                            })),
                            ReelException.class);
                },
                desk -> {
                    assertThat(repair(desk).isWhole()).isTrue();
                    assertThat(desk.fsck().problems()).isEmpty();
                    assertThat(bytes(desk, "packs/")).containsAllEntriesOf(bytes(made.desk(), "packs/"));
                    assertThat(made.unreadable(desk)).isZero();
                });
    }

    private Desk copyOf(Desk desk) {
        try {
            Path root = Files.createDirectory(place().resolve("copy" + copies++));
            Desk.copy(desk.meta(), root.resolve(".reel"));
            return desk.movedTo(root, notice -> {});
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void repairsOfTwoProcesses_atOnce_endWithAllOfItWhole(boolean encrypted, RandomGenerator random) throws Exception {
        Made made = make("made", encrypted, random);
        Desk desk = copy(made);
        String pack = largestPack(desk);
        cutInHalf(desk, pack);
        Files.delete(stored(desk, objects(desk, "ops/", "").getFirst()));
        Files.delete(stored(desk, groupWithout(desk, pack)));
        if (encrypted) {
            cutInHalf(desk, objects(desk, "keys/", "").getFirst());
        }
        try (OtherReel other =
                OtherReel.start(desk.root, "repair", made.desk().identityFile().toString())) {
            assertThat(other.says()).isEqualTo("ready");
            other.begin();
            assertThat(repair(desk.waiting(PATIENCE)).left()).isEmpty();
            assertThat(other.says()).isEqualTo("[]");
        }
        assertThat(desk.fsck().problems()).isEmpty();
        for (String prefix : List.of("packs/", "ops/", "keys/", "format")) {
            assertThat(bytes(desk, prefix)).as(prefix).containsAllEntriesOf(bytes(made.desk(), prefix));
        }
        assertThat(made.unreadable(desk)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clockThatJumps_betweenCommandsOfADay_changesNothingButTimes(boolean encrypted, RandomGenerator random)
            throws IOException {
        Made made = make("made", encrypted, random);
        Desk desk = made.desk();
        List<Hash> commits = new ArrayList<>(List.of(desk.head()));
        for (String now : List.of(
                "2199-12-31T23:59:59Z", "1970-01-01T00:00:01Z", "2026-01-01T12:00:00Z", "2026-01-01T11:59:59Z")) {
            Desk then = desk.withClock(Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
            then.write("clock.bin", Data.NOISE.bytes(random, 50_000));
            commits.add(then.addAndCommit(now));
            then.run(new WriteParity(Duration.ZERO)::run);
            assertThat(then.fsck().problems()).as(now).isEmpty();
            cutInHalf(then, largestPack(then));
            assertThat(repair(then).isWhole()).as(now).isTrue();
            long undone = then.run(workspace -> new Operations(workspace).undo(null))
                    .undone()
                    .number();
            then.run(workspace -> new Operations(workspace).restore(undone));
        }
        List<Hash> log = new ArrayList<>();
        desk.run(workspace -> {
            new ShowLog(List.of(desk.head()), List.of(), true, PathSet.ALL, commit -> true)
                    .run(workspace, (id, commit) -> log.add(id));
            return log;
        });
        assertThat(log.subList(0, commits.size())).isEqualTo(commits.reversed());
        assertThat(made.unreadable(desk)).isZero();
        desk.gc();
        assertThat(desk.fsck().problems()).isEmpty();
        assertThat(made.unreadable(desk)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileSystemWithoutHardLinks_thatFoldsCase_holdsAWholeDayAndItsRepair(boolean encrypted, RandomGenerator random)
            throws IOException {
        Path root = place().resolve("odd");
        Desk sound = encrypted ? Desk.initForIdentity(root) : Desk.initPlain(root);
        Desk desk = sound.with(disk -> {
            try {
                disk.close();
                return LocalBackend.open(stored(sound, "."), true, false);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        Scene scene = Scene.make(desk, random);
        desk.merge("other");
        desk.run(new WriteParity(Duration.ZERO)::run);
        assertThat(desk.objects())
                .as("no name is another's where case does not count")
                .allMatch(name -> name.matches("[a-z0-9./_-]+"));
        cutInHalf(desk, largestPack(desk));
        Files.delete(stored(desk, objects(desk, "ops/", "").getFirst()));
        assertThat(repair(desk).isWhole()).isTrue();
        desk.gc();
        assertThat(desk.leftovers()).isEmpty();
        for (Hash commit : scene.commits().keySet()) {
            desk.clear();
            desk.forceTo(commit.toString());
            assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(scene.of(commit)))
                    .isEmpty();
        }
    }

    @Test
    void keySlots_cutOff_comeBackAndWithoutSecondCopiesAreNamedAndNothingIsTouched(RandomGenerator random)
            throws IOException {
        Made made = make("made", true, random);
        Desk desk = copy(made);
        for (String slot : objects(desk, "keys/", "")) {
            cutInHalf(desk, slot);
        }
        desk.status();
        assertThat(bytes(desk, "keys/")).isEqualTo(bytes(made.desk(), "keys/"));

        Folders.delete(stored(desk, "parity/twins/keys"));
        List<String> slots = objects(desk, "keys/", "");
        assertThat(slots).hasSize(2);
        for (String slot : slots) {
            cutInHalf(desk, slot);
        }
        Map<String, ByteBuffer> before = bytes(desk, "");
        for (Desk.Work<?> command : List.<Desk.Work<?>>of(
                workspace -> workspace, new RepairRepository(Progress.NONE, Duration.ZERO)::run)) {
            assertThatThrownBy(() -> desk.run(command))
                    .isInstanceOf(Locked.class)
                    .hasMessageContaining(slots.getFirst())
                    .hasMessageContaining(slots.getLast());
        }
        assertThat(bytes(desk, "")).isEqualTo(before);

        Files.copy(
                stored(made.desk(), slots.getFirst()),
                stored(desk, slots.getFirst()),
                StandardCopyOption.REPLACE_EXISTING);
        String identity = made.desk().identityFile().toString();
        Throwable byIdentity = catchThrowable(desk.withEnvironment(Map.of("REEL_IDENTITY_FILE", identity))::status);
        Throwable byPassphrase =
                catchThrowable(desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", identity + ".pass"))::status);
        assertThat(byIdentity == null).as("one slot that is sound opens").isNotEqualTo(byPassphrase == null);
    }
}
