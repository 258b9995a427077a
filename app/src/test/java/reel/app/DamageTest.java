package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.app.branch.Operations;
import reel.app.keep.Problem;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.LocalBackend;
import reel.backend.layer.Damage;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// Every kind of stored object is deleted, zeroed, cut and flipped: the damage is named, and no wrong byte gets out.
@Seeded
final class DamageTest {
    @TempDir(factory = RamFolder.class)
    static @Nullable Path temp;

    private static @Nullable Scene scene;

    /// The right bytes of every file of every commit.
    private static final Map<Hash, Map<RepoPath, byte[]>> RIGHT = new LinkedHashMap<>();

    private static int copies;

    @BeforeAll
    static void makeScene() throws IOException {
        RIGHT.clear();
        Scene made = Scene.make(Objects.requireNonNull(temp).resolve("sound"), new SplittableRandom(77));
        for (Hash commit : made.commits().keySet()) {
            Map<RepoPath, byte[]> files = new LinkedHashMap<>();
            for (RepoPath path : filesOf(made.desk(), commit)) {
                files.put(path, made.desk().cat(commit.toString(), path));
            }
            RIGHT.put(commit, files);
        }
        scene = made;
    }

    private static List<RepoPath> filesOf(Desk desk, Hash commit) throws IOException {
        List<RepoPath> paths = new ArrayList<>();
        desk.files(commit.toString()).forEach((path, entry) -> {
            if (!(entry instanceof TreeEntry.Folder)) {
                paths.add(path);
            }
        });
        return paths;
    }

    private static Scene scene() {
        return Objects.requireNonNull(scene);
    }

    private static Desk copy() throws IOException {
        return scene().desk().copyTo(Objects.requireNonNull(temp).resolve("copy" + copies++));
    }

    /// A copy that has nothing to heal small objects with.
    private static Desk copyWithoutTwins() throws IOException {
        Desk desk = copy();
        for (String twin : stored(desk, "parity/twins/")) {
            Files.delete(desk.meta().resolve("repo").resolve(twin));
        }
        return desk;
    }

    /// Damages a thing below `.reel`.
    private static void spoil(Desk desk, Damage damage, String thing, RandomGenerator random) throws IOException {
        Path file = desk.meta().resolve(thing);
        byte[] before = Files.readAllBytes(file);
        try (Backend folder = LocalBackend.open(Objects.requireNonNull(file.getParent()))) {
            damage.apply(
                    folder, Handle.of(Objects.requireNonNull(file.getFileName()).toString()), random);
        }
        assertThat(Files.exists(file) && Arrays.equals(Files.readAllBytes(file), before))
                .isFalse();
    }

    private static List<String> stored(Desk desk, String prefix) throws IOException {
        return desk.objects().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /// Everything that is wrong, as fsck or the refusal to run it says.
    private static List<String> named(Desk desk) throws IOException {
        try {
            return desk.fsck().problems().stream()
                    .filter(Problem::damage)
                    .map(problem -> problem.object() + ": " + problem.detail())
                    .toList();
        } catch (ReelException refused) {
            return List.of(refused.thing() + ": " + refused.getMessage());
        }
    }

    /// Reads and restores everything; each file is right, or there is an error that says what is wrong.
    ///
    /// @return how many files of how many commits could not be read
    private static int unreadable(Desk desk) throws IOException {
        int unreadable = 0;
        for (Map.Entry<Hash, Map<RepoPath, byte[]>> commit : RIGHT.entrySet()) {
            for (Map.Entry<RepoPath, byte[]> file : commit.getValue().entrySet()) {
                try {
                    assertThat(desk.cat(commit.getKey().toString(), file.getKey()))
                            .isEqualTo(file.getValue());
                } catch (ReelException told) {
                    assertThat(told).isInstanceOfAny(Corrupt.class, Missing.class, Refused.class);
                    unreadable++;
                }
            }
            assertRestoresOrRefuses(desk, commit.getKey());
        }
        return unreadable;
    }

    private static void assertRestoresOrRefuses(Desk desk, Hash commit) throws IOException {
        desk.clear();
        TreeSnapshot wanted = scene().of(commit);
        try {
            desk.forceTo(commit.toString());
            assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(wanted)).isEmpty();
        } catch (ReelException told) {
            assertThat(told).isInstanceOfAny(Corrupt.class, Missing.class, Refused.class);
            TreeSnapshot.ofWorkspace(desk.root)
                    .entries()
                    .forEach((path, entry) -> assertThat(entry)
                            .as(path)
                            .isEqualTo(wanted.entries().get(path)));
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void pack_damaged_isNamedWithThePathsAndNoWrongByteGetsOut(Damage damage, RandomGenerator random)
            throws IOException {
        for (String pack : stored(scene().desk(), "packs/")) {
            Desk desk = copy();
            spoil(desk, damage, "repo/" + pack, random);
            assertThat(named(desk)).isNotEmpty().anyMatch(problem -> problem.contains(pack));
            unreadable(desk);
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void run_damaged_isNamedAndRebuilt(Damage damage, RandomGenerator random) throws IOException {
        for (String run : stored(scene().desk(), "index/")) {
            Desk desk = copy();
            spoil(desk, damage, "repo/" + run, random);
            List<String> named = named(desk);
            assertThat(named).isNotEmpty();
            if (damage != Damage.DELETE) {
                assertThat(named).anyMatch(problem -> problem.contains(run));
            }
            desk.repair();
            assertThat(named(desk)).isEmpty();
            assertThat(unreadable(desk)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void operation_damaged_isNamedAndRecoveredFrom(Damage damage, RandomGenerator random) throws IOException {
        List<String> ops = stored(scene().desk(), "ops/");
        for (String op : List.of(ops.getFirst(), ops.get(ops.size() / 2), ops.getLast())) {
            Desk desk = copyWithoutTwins();
            spoil(desk, damage, "repo/" + op, random);
            if (damage == Damage.DELETE && op.equals(ops.getLast())) {
                // The log ends one earlier, as if the command had not been: what it did stands in stage and files.
                assertThat(desk.status().status().isClean()).isFalse();
            } else {
                long number = Long.parseLong(op.substring("ops/".length()));
                assertThat(named(desk)).anyMatch(problem -> problem.contains("operation " + number));
                desk.run(workspace -> new Operations(workspace).recover());
            }
            assertThat(unreadable(desk)).isZero();
            desk.write("more", new byte[] {1});
            desk.addAndCommit("more");
        }
    }

    @Test
    void log_withoutAnyEntry_isNamed() throws IOException {
        Desk desk = copyWithoutTwins();
        for (String op : stored(desk, "ops/")) {
            Files.delete(desk.meta().resolve("repo").resolve(op));
        }
        assertThat(named(desk)).anyMatch(problem -> problem.contains("operation log"));
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void format_damaged_isNamedBeforeAnythingIsDone(Damage damage, RandomGenerator random) throws IOException {
        Desk desk = copyWithoutTwins();
        TreeSnapshot before = TreeSnapshot.ofWorkspace(desk.root);
        spoil(desk, damage, "repo/format", random);
        List<String> objects = desk.objects();
        for (Desk.Work<?> command :
                List.<Desk.Work<?>>of(workspace -> desk.head(), workspace -> desk.status(), workspace -> desk.add())) {
            assertThat(catchThrowable(() -> desk.run(command)))
                    .isInstanceOf(ReelException.class)
                    .hasMessageContaining("format");
        }
        assertThat(desk.objects()).isEqualTo(objects);
        assertThat(TreeSnapshot.ofWorkspace(desk.root)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void stage_damaged_isNamedAndRebuilt(Damage damage, RandomGenerator random) throws IOException {
        Desk desk = copy();
        TreeSnapshot before = TreeSnapshot.ofWorkspace(desk.root);
        spoil(desk, damage, "stage", random);
        if (damage != Damage.DELETE) {
            assertThat(named(desk)).anyMatch(problem -> problem.contains("stage"));
        }
        assertThat(desk.status().warning()).contains("stage");
        assertThat(desk.status().status().isClean()).isTrue();
        desk.write("shots/010/notes.txt", new byte[] {1, 2, 3});
        Hash made = desk.addAndCommit("after");
        assertThat(desk.status().warning()).isNull();
        assertThat(desk.files(made.toString())).hasSameSizeAs(desk.files("HEAD~1"));
        assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(before)).hasSize(1);
        assertThat(unreadable(desk)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void workspaceId_damaged_isNamedAndNothingIsDoneToAnotherHead(Damage damage, RandomGenerator random)
            throws IOException {
        for (int round = 0; round < 8; round++) {
            Desk desk = copy();
            String id = Files.readString(desk.meta().resolve("workspace"));
            spoil(desk, damage, "workspace", random);
            byte[] now = Files.exists(desk.meta().resolve("workspace"))
                    ? Files.readAllBytes(desk.meta().resolve("workspace"))
                    : new byte[0];
            if (new String(now, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .strip()
                    .equals(id.strip())) {
                // Only the line's end was hit.
                continue;
            }
            assertThat(named(desk)).anyMatch(problem -> problem.contains("workspace") && problem.contains(id.strip()));
            desk.write("new", new byte[] {1});
            assertThat(catchThrowable(desk::add)).isInstanceOf(Corrupt.class).hasMessageContaining("workspace");
            Files.writeString(desk.meta().resolve("workspace"), id);
            assertThat(named(desk)).isEmpty();
            desk.addAndCommit("as before");
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void settings_damaged_areNamedOrWithoutEffectOnAnyByte(Damage damage, RandomGenerator random) throws IOException {
        for (int round = 0; round < 8; round++) {
            Desk desk = copy();
            Files.writeString(desk.meta().resolve("config.toml"), "[compression]\nlevel = \"9\"\n");
            assertThat(named(desk)).isEmpty();
            spoil(desk, damage, "config.toml", random);
            Throwable refusal = catchThrowable(desk::status);
            if (refusal != null) {
                assertThat(refusal).isInstanceOf(ReelException.class).hasMessageContaining("config.toml");
                Files.delete(desk.meta().resolve("config.toml"));
            }
            desk.write("new", new byte[] {1});
            desk.addAndCommit("settings are no data");
            assertThat(named(desk)).isEmpty();
        }
    }
}
