package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.look.ReadFile;
import reel.app.work.AddFiles;
import reel.history.tree.RepoPath;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Skipped;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.hash.Hash;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.testkit.TreeMaker;
import reel.testkit.TreeSnapshot;

/// What the world puts in the way: each time a clear error or the right result, and nothing lost.
@Seeded
final class BadInputTest {
    private static final long OVER_4_GIB = (4L << 30) + 5_000_001;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    private Desk desk() throws IOException {
        return Desk.init(place().resolve("work"));
    }

    @Test
    void command_outsideAnyRepository_isMissingWithAHint() throws IOException {
        Desk nowhere = Desk.at(Files.createDirectories(place().resolve("nowhere")));
        assertThatThrownBy(nowhere::status).isInstanceOf(Missing.class).hasMessageContaining("not a reel repository");
        Files.write(nowhere.root.resolve(".reel"), new byte[] {1});
        assertThatThrownBy(nowhere::status).isInstanceOf(Missing.class).hasMessageContaining("not a reel repository");
    }

    @Test
    void repository_whoseFolderIsAFile_isNamedAndUntouched() throws IOException {
        for (String folder : List.of("repo", "repo/packs", "repo/ops", "repo/index", "repo/locks", "tmp")) {
            Desk desk = Desk.init(place().resolve("blocked " + folder.replace('/', ' ')));
            desk.write("a", new byte[] {1});
            Path path = desk.meta().resolve(folder);
            Path aside = place().resolve("aside");
            boolean was = Files.exists(path);
            if (was) {
                Files.move(path, aside);
            }
            Files.write(path, new byte[] {7});
            Throwable refusal = catchThrowable(() -> desk.addAndCommit("cannot be"));
            assertThat(refusal).as(folder).isInstanceOf(IOException.class).hasMessageContaining(folder);
            assertThat(Files.readAllBytes(path)).containsExactly(7);
            Files.delete(path);
            if (was) {
                Files.move(aside, path);
            }
            desk.addAndCommit("can be");
            // A pack without a run may be left of the try.
            desk.gc();
            assertThat(desk.fsck().problems()).isEmpty();
        }
    }

    @Test
    void nastyTree_addedCommittedAndRestored_isTheSame(RandomGenerator random) throws IOException {
        Desk desk = desk();
        TreeMaker.of(random, 40_000).nasty(desk.root, 30);
        TreeSnapshot before = TreeSnapshot.ofWorkspace(desk.root);
        AddResult added = desk.add();
        assertThat(added.skipped()).isEmpty();
        Hash commit = desk.commit("nasty");
        assertThat(desk.status().status().isClean()).isTrue();
        desk.clear();
        desk.forceTo("main");
        assertThat(TreeSnapshot.ofWorkspace(desk.root).differences(before)).isEmpty();
        assertThat(desk.fsck().problems()).isEmpty();
        assertThat(desk.head()).isEqualTo(commit);
    }

    @Test
    void file_thatVanishesWhileItIsAdded_isSkippedAndTheRestIsTaken() throws IOException {
        Desk desk = desk();
        desk.write("a", new byte[] {1});
        Path fleeting = desk.write("b", new byte[] {2});
        desk.write("c", new byte[] {3});
        Progress vanishing = new Progress() {
            @Override
            public void begin(String phase, long files, long bytes) {
                assertThat(fleeting.toFile().delete() || !Files.exists(fleeting))
                        .isTrue();
            }

            @Override
            public void advance(long files, long bytes) {}
        };
        AddResult added = desk.run(new AddFiles(AddOptions.of(PathSet.ALL), vanishing)::run);
        assertThat(added.added()).containsExactly(RepoPath.of("a"), RepoPath.of("c"));
        desk.commit("the rest");
        assertThat(desk.files("HEAD")).containsOnlyKeys(RepoPath.of("a"), RepoPath.of("c"));
        assertThat(desk.fsck().problems()).isEmpty();
    }

    @Test
    void socket_isSkippedWithAReason() throws IOException {
        Desk desk = desk();
        desk.write("plain", new byte[] {1});
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(desk.root.resolve("socket")));
            AddResult added = desk.add();
            assertThat(added.skipped()).containsExactly(new Skipped(RepoPath.of("socket"), "a socket, pipe or device"));
            assertThat(added.added()).containsExactly(RepoPath.of("plain"));
        }
    }

    @Test
    void commands_ofSeveralThreadsAndAProcess_allTakeEffect() throws Exception {
        Desk desk = desk();
        desk.write("base", new byte[] {0});
        desk.addAndCommit("base");
        List<Callable<String>> commands = new ArrayList<>();
        List<RepoPath> names = new ArrayList<>(List.of(RepoPath.of("base")));
        for (int i = 0; i < 4; i++) {
            String name = "thread" + i;
            names.add(RepoPath.of(name));
            names.add(RepoPath.of("process" + i));
            Desk other = Desk.at(desk.root).waiting(Duration.ofSeconds(60));
            commands.add(() -> {
                other.write(name, name.getBytes());
                return OtherReel.commitBesideOthers(other, name);
            });
        }
        try (OtherReel process = OtherReel.start(desk.root, "commit", "process");
                ExecutorService threads = Executors.newFixedThreadPool(commands.size())) {
            assertThat(process.says()).startsWith("process0 ");
            for (Future<String> command : threads.invokeAll(commands)) {
                assertThat(command.get()).isNotEmpty();
            }
            for (int i = 1; i < 4; i++) {
                assertThat(process.says()).startsWith("process" + i + " ");
            }
        }
        // Whoever added last may have been refused a commit that another's had not yet taken along.
        if (!desk.status().status().isClean()) {
            desk.addAndCommit("the last one's");
        }
        assertThat(desk.files("HEAD")).containsOnlyKeys(names);
        assertThat(desk.fsck().problems()).isEmpty();
    }

    @Tag("slow")
    @Test
    void sparseFile_ofMoreThan4GiB_comesBack(@TempDir Path disk) throws IOException {
        Desk desk = Desk.init(disk.resolve("work"));
        Path file = desk.root.resolve("sparse.raw");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (long at : new long[] {0, (1L << 32) - 2, OVER_4_GIB - 4}) {
                assertThat(out.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), at))
                        .isEqualTo(4);
            }
        }
        desk.write("empty", new byte[0]);
        desk.addAndCommit("large");
        assertThat(desk.storedBytes()).isLessThan(4 << 20);
        long[] next = {0};
        desk.run(workspace -> {
            new ReadFile("HEAD", RepoPath.of("sparse.raw")).run(workspace, new ReadFile.Sink() {
                @Override
                public void write(long offset, MemorySegment bytes) {
                    assertThat(offset).isEqualTo(next[0]);
                    next[0] += bytes.byteSize();
                }

                @Override
                public void target(byte[] text) {
                    throw new AssertionError("no link");
                }
            });
            return workspace;
        });
        assertThat(next[0]).isEqualTo(OVER_4_GIB);
        Path kept = disk.resolve("kept");
        Files.move(file, kept);
        desk.forceTo("main");
        assertThat(Files.mismatch(file, kept)).isEqualTo(-1);
        assertThat(desk.root.resolve("empty")).isEmptyFile();
        assertThat(catchThrowable(() -> desk.cat("HEAD", RepoPath.of("none")))).isInstanceOf(ReelException.class);
    }
}
