package reel.history.workspace.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.manifest.Content;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.FileStat;
import reel.history.workspace.WorkingFolder;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class StageTest {
    @TempDir
    Path temp;

    private WorkingFolder folder() throws IOException {
        Files.createDirectories(temp.resolve(".reel"));
        return WorkingFolder.open(temp);
    }

    static StageEntry random(RepoPath path, RandomGenerator random) {
        byte[] name = path.name();
        TreeEntry entry = switch (random.nextInt(5)) {
            case 0 -> new TreeEntry.Link(name, randomTarget(random));
            case 1 -> new TreeEntry.Folder(name, Trees.EMPTY);
            default -> new TreeEntry.File(name, content(random), random.nextBoolean(), random.nextLong());
        };
        FileStat.Type type = entry instanceof TreeEntry.File
                ? FileStat.Type.FILE
                : entry instanceof TreeEntry.Link ? FileStat.Type.LINK : FileStat.Type.FOLDER;
        boolean executable = entry instanceof TreeEntry.File file && file.executable();
        FileStat stat = random.nextInt(4) == 0
                ? null
                : new FileStat(
                        type,
                        random.nextLong() >>> 1,
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        executable);
        return new StageEntry(path, entry, stat, stat != null && random.nextBoolean(), random.nextInt(9) == 0);
    }

    private static byte[] randomTarget(RandomGenerator random) {
        byte[] target = new byte[1 + random.nextInt(40)];
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) (1 + random.nextInt(255));
        }
        return target;
    }

    private static Content content(RandomGenerator random) {
        Hash hash = hash(random);
        int height = random.nextInt(4);
        return new Content(random.nextLong() >>> 1, hash, height == 0 ? hash : hash(random), height);
    }

    private static Hash hash(RandomGenerator random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static RepoPath randomPath(RandomGenerator random) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(4); depth >= 0; depth--) {
            path.append((char) ('a' + random.nextInt(4)));
            path.append(random.nextBoolean() ? "" : "." + random.nextInt(3));
            path.append(depth > 0 ? "/" : "");
        }
        return RepoPath.of(path.toString());
    }

    /// The rule of the stage, done the slow way: nothing stands below anything but a folder, which then goes.
    private static void put(NavigableMap<RepoPath, StageEntry> model, StageEntry entry) {
        RepoPath path = entry.path();
        for (RepoPath above = path.parent(); above != null; above = above.parent()) {
            model.remove(above);
        }
        boolean isFolder = entry.entry() instanceof TreeEntry.Folder;
        boolean holds = model.keySet().stream().anyMatch(key -> !key.equals(path) && key.isWithin(path));
        if (!isFolder) {
            model.keySet().removeIf(key -> key.isWithin(path));
        } else if (holds) {
            model.remove(path);
            return;
        }
        model.put(path, entry);
    }

    @RepeatedTest(12)
    void edit_withRandomChanges_equalsModel(RandomGenerator random) {
        NavigableMap<RepoPath, StageEntry> model = new TreeMap<>();
        Stage stage = Stage.empty();
        for (int round = 0; round < 8; round++) {
            NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                RepoPath path = randomPath(random);
                boolean clash =
                        changes.keySet().stream().anyMatch(other -> other.isWithin(path) || path.isWithin(other));
                if (!clash) {
                    changes.put(path, random.nextInt(3) == 0 ? null : random(path, random));
                }
            }
            changes.forEach((path, entry) -> {
                if (entry == null) {
                    model.remove(path);
                } else {
                    put(model, entry);
                }
            });
            stage = StageBuilder.edit(stage, changes);
            assertThat(stage.entries()).containsExactlyElementsOf(model.values());
        }
    }

    @RepeatedTest(4)
    void file_afterWrite_readsBackTheSame(RandomGenerator random) throws IOException {
        NavigableMap<RepoPath, @Nullable StageEntry> entries = new TreeMap<>();
        for (int i = random.nextInt(200); i > 0; i--) {
            StageEntry entry = random(RepoPath.of("f" + random.nextInt(1000)), random);
            entries.put(entry.path(), entry);
        }
        Stage stage = StageBuilder.withTree(StageBuilder.edit(Stage.empty(), entries), hash(random));
        StageFile file = new StageFile(folder());
        file.write(stage);
        Stage read = java.util.Objects.requireNonNull(file.read());
        assertThat(read.entries()).containsExactlyElementsOf(stage.entries());
        assertThat(read.tree()).isEqualTo(stage.tree());
    }

    @Test
    void find_ofEveryPath_givesItsRow() {
        List<RepoPath> paths = new ArrayList<>();
        for (String text : List.of("a", "b/c", "b/c.d", "b.e", "c/a/b", "c/a/c", "c/b", "d")) {
            paths.add(RepoPath.of(text));
        }
        paths.sort(null);
        StageBuilder builder = new StageBuilder(0);
        for (RepoPath path : paths) {
            builder.add(StageEntry.unseen(path, new TreeEntry.Link(path.name(), new byte[] {'x'})));
        }
        Stage stage = builder.build(null);
        for (int row = 0; row < paths.size(); row++) {
            assertThat(stage.find(paths.get(row))).isEqualTo(row);
            assertThat(stage.path(row)).isEqualTo(paths.get(row));
        }
        assertThat(stage.find(RepoPath.of("c"))).isNegative();
        assertThat(stage.holds(RepoPath.of("c/a"))).isTrue();
        assertThat(stage.holds(RepoPath.of("c/aa"))).isFalse();
        int first = stage.find(RepoPath.of("c/a/b"));
        assertThat(stage.nextChild(first, 0, stage.size())).isEqualTo(stage.find(RepoPath.of("d")));
        assertThat(stage.nextChild(first, 2, stage.size())).isEqualTo(stage.find(RepoPath.of("c/b")));
        assertThat(stage.endOf(RepoPath.of("c"), first)).isEqualTo(stage.find(RepoPath.of("d")));
        assertThat(stage.compareChild(first, 0, "c".getBytes(StandardCharsets.UTF_8)))
                .isZero();
        assertThat(stage.isChildItself(first, 0)).isFalse();
        assertThat(stage.isChildItself(first, 4)).isTrue();
    }

    @RepeatedTest(4)
    void read_withAnyByteFlipped_isCorruptAndRebuiltFromHead(RandomGenerator random) throws IOException {
        WorkingFolder folder = folder();
        StageFile file = new StageFile(folder);
        NavigableMap<RepoPath, @Nullable StageEntry> entries = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            StageEntry entry = random(RepoPath.of("f" + i), random);
            entries.put(entry.path(), entry);
        }
        file.write(StageBuilder.edit(Stage.empty(), entries));
        byte[] good = Files.readAllBytes(folder.stageFile());
        for (int i = 0; i < 50; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(folder.stageFile(), bad);
            assertThatThrownBy(file::read).isInstanceOf(Corrupt.class);
        }
        Files.write(folder.stageFile(), java.util.Arrays.copyOf(good, random.nextInt(good.length)));
        assertThatThrownBy(file::read).isInstanceOf(Corrupt.class);
        StageFile.Opened opened = file.open(new Trees(new reel.store.MemoryChunks()), null);
        assertThat(opened.stage().size()).isZero();
        assertThat(opened.warning()).contains("rebuilt");
    }

    @Test
    void read_ofNewerVersion_isRefused() throws IOException {
        StageFile file = new StageFile(folder());
        file.write(Stage.empty());
        byte[] bytes = Files.readAllBytes(folder().stageFile());
        bytes[StageLayout.AT_VERSION] = 2;
        StageBuilder.seal(bytes);
        Files.write(folder().stageFile(), bytes);
        assertThatThrownBy(file::read).isInstanceOf(Refused.class).hasMessageContaining("version 2");
    }

    @Test
    void edit_ofStatsOnly_keepsTheKnownTree() {
        RepoPath path = RepoPath.of("a");
        StageEntry entry = StageEntry.unseen(path, new TreeEntry.Link(path.name(), new byte[] {'x'}));
        Hash tree = new Hash(1, 2, 3, 4);
        Stage stage = new StageBuilder(1).add(entry).build(tree);
        FileStat stat = new FileStat(FileStat.Type.LINK, 1, 2, 3, 4, false);
        NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        changes.put(path, StageEntry.seen(path, entry.entry(), stat, false));
        assertThat(StageBuilder.edit(stage, changes).tree()).isEqualTo(tree);
        changes.put(path, null);
        assertThat(StageBuilder.edit(stage, changes).tree()).isNull();
    }
}
