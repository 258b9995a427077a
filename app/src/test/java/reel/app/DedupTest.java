package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.demo.DemoProject;
import reel.app.demo.DemoSize;
import reel.stream.chunk.ChunkSizes;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// What a change costs, measured as the bytes of all objects of the repository, indexes and log included.
@Seeded
final class DedupTest {
    private static final int MAX_CHUNK = ChunkSizes.BALANCED.max();

    /// Of every commit, whatever it changes: frames, footers and headers of two packs, an index run, a log entry, a
    /// commit and the trees on the path.
    private static final int COMMIT_BYTES = (4 << 10) + Desk.SEALED_OPERATION_BYTES;

    /// The rewritten path of a file of a few MiB: two nodes of about 64 leaves.
    private static final int PATH_BYTES = 10 << 10;

    private static final int FILE_BYTES = 6 << 20;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private Desk desk() throws IOException {
        return Desk.init(Objects.requireNonNull(temp).resolve("work"));
    }

    /// What committing everything adds to the repository.
    private static long cost(Desk desk) throws IOException {
        long before = desk.storedBytes();
        desk.addAndCommit("measured");
        return desk.storedBytes() - before;
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Test
    void project_addedAgainAndBesideItself_costsATenthOfAPercentAndItsEntries() throws IOException {
        Desk desk = desk();
        new DemoProject(desk.root.resolve("x"), DemoSize.SMALL, 5).make();
        long first = cost(desk);
        long entries = desk.files("HEAD").size();

        desk.clear();
        new DemoProject(desk.root.resolve("x"), DemoSize.SMALL, 5).make();
        long before = desk.storedBytes();
        desk.add();
        assertThat(desk.storedBytes() - before).isLessThanOrEqualTo(first / 1000);

        new DemoProject(desk.root.resolve("again"), DemoSize.SMALL, 5).make();
        assertThat(cost(desk)).isLessThanOrEqualTo(first / 1000 + 2 * 200 * entries);
        assertThat(desk.files("HEAD")).hasSize((int) (2 * entries));
    }

    @Test
    void piece_insertedAnywhere_costsItselfAndTwoChunks(RandomGenerator random) throws IOException {
        Desk desk = desk();
        byte[] file = Data.NOISE.bytes(random, FILE_BYTES);
        desk.write("shot/plate.mov", file);
        desk.addAndCommit("first");
        for (int k : new int[] {1, 1_000, 50_000, 300_000}) {
            int at = random.nextInt(file.length);
            file = join(
                    Arrays.copyOf(file, at), Data.NOISE.bytes(random, k), Arrays.copyOfRange(file, at, file.length));
            desk.write("shot/plate.mov", file);
            assertThat(cost(desk))
                    .as("%d bytes at %d", k, at)
                    .isBetween((long) k, k + 2L * MAX_CHUNK + PATH_BYTES + COMMIT_BYTES);
        }
    }

    @Test
    void clip_trimmedThenExtended_costsTheCutAndTheNewEnd(RandomGenerator random) throws IOException {
        Desk desk = desk();
        byte[] file = Data.NOISE.bytes(random, FILE_BYTES);
        desk.write("clip.y4m", file);
        desk.addAndCommit("first");
        file = Arrays.copyOfRange(file, 777_777, file.length);
        desk.write("clip.y4m", file);
        assertThat(cost(desk)).as("front cut off").isLessThanOrEqualTo(2L * MAX_CHUNK + PATH_BYTES + COMMIT_BYTES);
        file = Arrays.copyOf(file, 4_000_001);
        desk.write("clip.y4m", file);
        assertThat(cost(desk)).as("end cut off").isLessThanOrEqualTo(MAX_CHUNK + PATH_BYTES + COMMIT_BYTES);
        file = join(file, Data.NOISE.bytes(random, 500_000));
        desk.write("clip.y4m", file);
        assertThat(cost(desk)).as("extended").isBetween(500_000L, 500_000L + MAX_CHUNK + PATH_BYTES + COMMIT_BYTES);
    }

    @Test
    void folder_movedOrCopied_costsNoMoreThanACommit(RandomGenerator random) throws IOException {
        Desk desk = desk();
        for (int i = 0; i < 400; i++) {
            desk.write("frames/shot/%04d.exr".formatted(i), Data.NOISE.bytes(random, 300));
        }
        desk.addAndCommit("first");
        Files.move(desk.root.resolve("frames/shot"), desk.root.resolve("frames/shot v2"));
        assertThat(cost(desk)).as("moved").isLessThanOrEqualTo(COMMIT_BYTES);
        Desk.copy(desk.root.resolve("frames"), desk.root.resolve("copy"));
        assertThat(cost(desk)).as("copied").isLessThanOrEqualTo(COMMIT_BYTES);
    }

    @Test
    void files_eachRenamedOrCopied_cost200BytesAnEntry(RandomGenerator random) throws IOException {
        Desk desk = desk();
        int files = 1_000;
        for (int i = 0; i < files; i++) {
            desk.write("frames/%04d.exr".formatted(i), Data.NOISE.bytes(random, 1_000 + random.nextInt(1_000)));
        }
        desk.addAndCommit("first");
        for (int i = 0; i < files; i++) {
            Files.move(
                    desk.root.resolve("frames/%04d.exr".formatted(i)),
                    desk.root.resolve("frames/shot010_v02.%04d.exr".formatted(i)));
        }
        assertThat(cost(desk)).as("renamed").isLessThanOrEqualTo(200L * files);
        Files.createDirectories(desk.root.resolve("handed over"));
        for (int i = 0; i < files; i++) {
            Files.copy(
                    desk.root.resolve("frames/shot010_v02.%04d.exr".formatted(i)),
                    desk.root.resolve("handed over/final.%04d.exr".formatted(i)));
        }
        assertThat(cost(desk)).as("copied").isLessThanOrEqualTo(200L * files);
    }
}
