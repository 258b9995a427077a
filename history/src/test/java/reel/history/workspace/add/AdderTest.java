package reel.history.workspace.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Skipped;
import reel.history.workspace.Workbench;
import reel.history.workspace.stage.StageEntry;
import reel.stream.Missing;
import reel.stream.chunk.ChunkProfile;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class AdderTest {
    @TempDir
    Path temp;

    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = Workbench.in(temp.resolve("w"));
    }

    private StageEntry staged(String path) throws IOException {
        return java.util.Objects.requireNonNull(bench.stage().entry(RepoPath.of(path)));
    }

    private TreeEntry.File file(String path) throws IOException {
        return (TreeEntry.File) staged(path).entry();
    }

    @Test
    void add_ofNewChangedAndGone_tellsEach() throws IOException {
        bench.write("changed", "1");
        bench.write("gone", "1");
        bench.write("same", "1");
        AddResult first = bench.add();
        assertThat(first.added()).containsExactlyElementsOf(Workbench.paths("changed", "gone", "same"));
        bench.write("changed", "22");
        bench.write("new", "1");
        Files.delete(bench.root.resolve("gone"));
        AddResult second = bench.add();
        assertThat(second.added()).containsExactly(RepoPath.of("new"));
        assertThat(second.modified()).containsExactly(RepoPath.of("changed"));
        assertThat(second.removed()).containsExactly(RepoPath.of("gone"));
        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(bench.status().unstaged()).isEmpty();
    }

    @Test
    void add_dryRun_tellsTheSameAndWritesNothing() throws IOException {
        bench.write("changed", "1");
        bench.write("touched", "1");
        bench.add();
        byte[] before = Files.readAllBytes(bench.folder.stageFile());
        int chunks = bench.chunks.ids().size();
        bench.write("changed", "22");
        bench.write("touched", "1");
        bench.write("new", "1");
        AddResult result = bench.add(new AddOptions(PathSet.ALL, false, false, true));
        assertThat(result.added()).containsExactly(RepoPath.of("new"));
        assertThat(result.modified()).containsExactly(RepoPath.of("changed"));
        assertThat(result.unchanged()).isEqualTo(1);
        assertThat(Files.readAllBytes(bench.folder.stageFile())).isEqualTo(before);
        assertThat(bench.chunks.ids()).hasSize(chunks);
    }

    @Test
    void add_ofTrackedOnly_takesNothingNew() throws IOException {
        bench.write("a", "1");
        bench.add();
        bench.write("a", "22");
        bench.write("b", "1");
        bench.add(new AddOptions(PathSet.ALL, true, false, false));
        assertThat(bench.stage().size()).isEqualTo(1);
        assertThat(file("a").content().size()).isEqualTo(2);
    }

    @Test
    void add_ofTouchedFile_keepsTheTimeInTheTree() throws IOException {
        Path path = bench.write("f", "1");
        bench.add();
        long before = file("f").mtimeNanos();
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(bench.add().modified()).isEmpty();
        assertThat(file("f").mtimeNanos()).isEqualTo(before);
        assertThat(staged("f").racy()).isFalse();
    }

    @RepeatedTest(3)
    void add_ofCopiedLargeFile_storesNothing(RandomGenerator random) throws IOException {
        Data.NOISE.file(random, bench.root.resolve("big"), (5 << 20) + random.nextInt(1000));
        bench.add();
        Files.copy(bench.root.resolve("big"), bench.root.resolve("copy"));
        AddResult result = bench.add();
        assertThat(result.stored().chunks()).isZero();
        assertThat(file("copy").content()).isEqualTo(file("big").content());
    }

    @Test
    void add_ofSparseFile_comesBackSparseAndEqual() throws IOException {
        Path path = bench.root.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(40 << 20);
            file.seek(9_000_001);
            file.write("in the middle".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        reel.stream.hash.Hash tree = bench.addAndCommit();
        try (Workbench other = Workbench.sharing(temp.resolve("o"), bench.chunks)) {
            other.switchTo(tree);
            Path back = other.root.resolve("sparse");
            assertThat(Files.mismatch(path, back)).isEqualTo(-1);
            assertThat(Files.getLastModifiedTime(back)).isEqualTo(Files.getLastModifiedTime(path));
            assertThat(other.status().isClean()).isTrue();
        }
    }

    @Test
    void add_ofSocket_isSkippedAndTheRestAdded() throws IOException {
        bench.write("a", "1");
        Path socket = bench.root.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            AddResult result = bench.add();
            assertThat(result.skipped()).containsExactly(new Skipped(RepoPath.of("s"), "a socket, pipe or device"));
            assertThat(result.added()).containsExactly(RepoPath.of("a"));
        }
    }

    @Test
    void add_ofPipe_isSkippedAndNeverOpened() throws IOException, InterruptedException {
        bench.write("a", "1");
        Path pipe = bench.root.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        assertThat(bench.add().skipped()).hasSize(1);
        assertThat(bench.stage().size()).isEqualTo(1);
    }

    @Test
    void add_ofIgnoredPathByName_saysSo() throws IOException {
        bench.write(".reelignore", "secret\n");
        bench.write("secret/x", "1");
        AddResult result = bench.add("secret/x");
        assertThat(result.added()).isEmpty();
        assertThat(result.skipped()).hasSize(1);
        assertThat(result.skipped().getFirst().reason()).contains("ignored");
    }

    @Test
    void add_ofUnknownPath_isMissing() {
        assertThatThrownBy(() -> bench.add("nowhere"))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void add_ofFileThatGrowsWhileItIsRead_isSkippedAfterThreeTries() throws IOException {
        Path growing = bench.write("growing", "1");
        bench.write("still", "1");
        int[] asked = {0};
        SettingsChooser growsIt = (path, file, attributes) -> {
            if (path.equals(RepoPath.of("growing"))) {
                asked[0]++;
                Files.writeString(growing, "more", java.nio.file.StandardOpenOption.APPEND);
            }
            return FileSettings.of(ChunkProfile.BALANCED.chunker());
        };
        AddResult result = new Adder(bench.folder, bench.chunks, bench.budget, growsIt, Progress.NONE)
                .add(bench.stage(), AddOptions.of(PathSet.ALL));
        assertThat(asked[0]).isEqualTo(3);
        assertThat(result.added()).containsExactly(RepoPath.of("still"));
        assertThat(result.skipped()).hasSize(1);
        assertThat(result.skipped().getFirst().reason()).contains("kept changing");
    }

    @Test
    void add_ofFileThatVanishes_isSkippedOrRemoved() throws IOException {
        Path tracked = bench.write("tracked", "1");
        bench.add();
        Path fresh = bench.write("fresh", "1");
        bench.write("tracked", "22");
        SettingsChooser deletes = (path, file, attributes) -> {
            Files.deleteIfExists(path.equals(RepoPath.of("fresh")) ? fresh : tracked);
            return FileSettings.of(ChunkProfile.BALANCED.chunker());
        };
        AddResult result = new Adder(bench.folder, bench.chunks, bench.budget, deletes, Progress.NONE)
                .add(bench.stage(), AddOptions.of(PathSet.ALL));
        assertThat(result.skipped()).extracting(Skipped::path).containsExactly(RepoPath.of("fresh"));
        assertThat(result.removed()).containsExactly(RepoPath.of("tracked"));
    }

    @Test
    void add_withAttributes_passesThemToTheChooser() throws IOException {
        bench.write(".reelattributes", "*.mov chunking=video compression=off lockable\n# a comment\n");
        bench.write("sub/.reelattributes", "special.mov -lockable compression=on\n");
        bench.write("a.mov", "1");
        bench.write("sub/special.mov", "2");
        bench.write("b.txt", "3");
        java.util.Map<String, reel.history.workspace.rules.Attributes> seen =
                new java.util.concurrent.ConcurrentHashMap<>();
        SettingsChooser records = (path, file, attributes) -> {
            seen.put(path.toString(), attributes);
            return FileSettings.of(ChunkProfile.BALANCED.chunker());
        };
        new Adder(bench.folder, bench.chunks, bench.budget, records, Progress.NONE)
                .add(bench.stage(), AddOptions.of(PathSet.ALL));
        ChunkProfile video = ChunkProfile.parse("video");
        assertThat(seen.get("a.mov"))
                .isEqualTo(new reel.history.workspace.rules.Attributes(
                        video, reel.stream.seal.Compressibility.NEVER, true));
        assertThat(seen.get("sub/special.mov"))
                .isEqualTo(new reel.history.workspace.rules.Attributes(
                        video, reel.stream.seal.Compressibility.LIKELY, false));
        assertThat(seen.get("b.txt")).isEqualTo(reel.history.workspace.rules.Attributes.NONE);
    }
}
