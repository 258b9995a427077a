package reel.history.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.codec.Flips;
import reel.history.tree.RandomTrees;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class CommitTest {
    private static final Signature ANNA =
            Signature.of("Anna Ø", "anna@example.org", OffsetDateTime.parse("2026-02-03T04:05:06.789+05:30"));
    private static final Signature BO = new Signature("Bo", "", -1, -480);

    private static Commit random(RandomGenerator random) {
        List<Hash> parents = random.ints(random.nextInt(4))
                .mapToObj(i -> RandomTrees.hash(random))
                .toList();
        return new Commit(
                RandomTrees.hash(random), parents, ANNA, BO, "first cut\n\nwith 東京\n".repeat(random.nextInt(3)));
    }

    @RepeatedTest(5)
    void commit_ofAnyShape_roundTrips(RandomGenerator random) throws Exception {
        MemoryChunks chunks = new MemoryChunks();
        Commit commit = random(random);
        Hash id;
        try (ChunkWriter writer = chunks.writer()) {
            id = Commits.write(writer, commit);
            writer.flush();
        }

        assertThat(new Commits(chunks).read(id)).isEqualTo(commit);
    }

    @RepeatedTest(3)
    void commit_damagedAnywhere_isCorruptOrSaysSo(RandomGenerator random) {
        Flips.check(random, random(random).encode(), 3000, bytes -> Commit.decode(bytes, "commit"), Commit::encode);
    }

    @Test
    void read_ofATree_isCorrupt() throws Exception {
        MemoryChunks chunks = new MemoryChunks();
        try (ChunkWriter writer = chunks.writer()) {
            Trees.write(writer, List.of());
            writer.flush();
        }

        assertThatThrownBy(() -> new Commits(chunks).read(Trees.EMPTY)).isInstanceOf(Corrupt.class);
    }

    @Test
    void read_ofNothing_isMissing(RandomGenerator random) {
        assertThatThrownBy(() -> new Commits(new MemoryChunks()).read(RandomTrees.hash(random)))
                .isInstanceOf(Missing.class);
    }

    @Test
    void signature_keepsTheWallClock() {
        assertThat(ANNA.when()).isEqualTo(OffsetDateTime.parse("2026-02-03T04:05:06.789+05:30"));
        assertThat(ANNA.shown()).isEqualTo("Anna Ø <anna@example.org>");
    }

    @Test
    void signature_withALineBreakOrNoName_isRefusedAtOnce() {
        assertThatThrownBy(() -> new Signature("a\nb", "", 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Signature(" ", "", 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Signature("a", "", 0, 2000)).isInstanceOf(IllegalArgumentException.class);
    }
}
