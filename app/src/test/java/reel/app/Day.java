package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.app.keep.Problem;
import reel.app.work.MoveFiles;
import reel.app.work.ReadStatus;
import reel.app.work.RemoveFiles;
import reel.backend.Durable;
import reel.testkit.Data;
import reel.testkit.TreeSnapshot;
import reel.testkit.power.PowerLoss.Left;
import reel.testkit.power.Recording;

/// A day's work from an empty disk: a repository made, things added, committed, moved, removed, a branch switched
/// to, garbage collected. Each command's end is said; a commit's with its id.
///
/// @param made what each commit must restore to, by id
record Day(Recording recording, Map<String, TreeSnapshot> made) {
    private static final String FOLDER = "work/film";
    private static final String COMMIT = "commit ";

    static Day record(Path folder, RandomGenerator random) throws Exception {
        Files.createDirectory(folder);
        Map<String, TreeSnapshot> made = new HashMap<>();
        Recording recording = Recording.of(folder, (disk, said) -> live(disk.resolve(FOLDER), random, made, said));
        return new Day(recording, made);
    }

    private static void live(Path root, RandomGenerator random, Map<String, TreeSnapshot> made, Consumer<String> said)
            throws IOException {
        Desk desk = Desk.init(root);
        said.accept("init");
        save(desk, "shots/010/plate.mov", Data.NOISE.bytes(random, 150_000));
        save(desk, "shots/010/notes.txt", Data.TEXT.bytes(random, 3_000));
        save(desk, "edit/project.xml", Data.TEXT.bytes(random, 30_000));
        commit(desk, made, said);
        desk.branch("other", "HEAD");
        said.accept("branch");
        save(desk, "shots/020/plate.mov", Data.NOISE.bytes(random, 90_000));
        desk.run(
                workspace -> new MoveFiles(List.of("edit/project.xml"), "cut/first/project.xml", false).run(workspace));
        said.accept("mv");
        commit(desk, made, said);
        desk.run(workspace -> new RemoveFiles(List.of("shots/010"), false, true, false, false).run(workspace));
        said.accept("rm");
        commit(desk, made, said);
        desk.switchTo("other");
        said.accept("switch");
        desk.gc();
        said.accept("gc");
    }

    /// As an editor does that cares.
    private static void save(Desk desk, String path, byte[] bytes) throws IOException {
        Path file = desk.root.resolve(path);
        Durable.makeFolders(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
        Durable.file(file);
        Durable.folder(file.getParent());
    }

    private static void commit(Desk desk, Map<String, TreeSnapshot> made, Consumer<String> said) throws IOException {
        desk.add();
        said.accept("add");
        String id = desk.commit("as it is").toString();
        made.put(id, TreeSnapshot.ofWorkspace(desk.root));
        said.accept(COMMIT + id);
    }

    void check(Left left) throws IOException {
        Path root = left.folder().resolve(FOLDER);
        if (!Files.exists(root.resolve(".reel"))) {
            assertThat(left.said()).isEmpty();
            Desk.init(root);
        }
        assertNoUnfinished(root);
        Desk desk = Desk.at(root);
        ReadStatus.Report report = desk.status();
        assertThat(report.warning()).isNull();
        assertThat(report.status())
                .as("status by what files tell of themselves, and by their bytes")
                .isEqualTo(Desk.at(left.plain().resolve(FOLDER)).status().status());
        assertThat(desk.fsck().problems()).noneMatch(Problem::damage);
        assertAtLeast(left.said(), desk);
        desk.gc();
        assertThat(desk.leftovers()).isEmpty();
        for (String said : left.said()) {
            if (said.startsWith(COMMIT)) {
                String id = said.substring(COMMIT.length());
                desk.clear();
                desk.forceTo(id);
                assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(Objects.requireNonNull(made.get(id))))
                        .isEmpty();
            }
        }
    }

    /// The branch is where it was last said to be, or further on.
    private void assertAtLeast(List<String> said, Desk desk) throws IOException {
        String last = last(said);
        if (last != null) {
            String main =
                    desk.run(workspace -> workspace.revisions().resolve("main")).toString();
            assertThat(made).containsKey(main);
            assertThat(main.equals(last) || !said.contains(COMMIT + main))
                    .as("main is at %s, and %s was said last", main, last)
                    .isTrue();
        }
    }

    private static @Nullable String last(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith(COMMIT))
                .reduce((one, next) -> next)
                .map(line -> line.substring(COMMIT.length()))
                .orElse(null);
    }

    private static void assertNoUnfinished(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all.map(path -> String.valueOf(path.getFileName())))
                    .noneMatch(name -> name.startsWith(".reel-new-"));
        }
    }
}
