package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.store.MemoryChunks;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Ranges, visits, and everything that may be wrong with what is stored.
class ContentReaderTest {
    private static final int SIZE = ContentWriter.SMALL_BYTES + 1_234_567;

    private final MemoryChunks chunks = new MemoryChunks();
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final ContentReader reader = new ContentReader(chunks, budget);
    private final byte[] file = Sample.noise(5, SIZE);
    private Content content = Content.empty();

    @BeforeEach
    void write() throws IOException {
        content = Sample.write(
                chunks, file, FileSettings.of(ChunkProfile.parse("small").chunker()));
        assertThat(content.height()).isEqualTo(2);
    }

    @AfterEach
    void closeBudget() {
        budget.close();
    }

    @Test
    void read_anyRange_givesItsBytes() throws IOException {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt(SIZE + 1);
            int length = Math.min(SIZE - from, random.nextInt(1 << random.nextInt(1, 22)));
            byte[] got = new byte[length];
            reader.open(content).read(from, MemorySegment.ofArray(got));
            assertThat(got)
                    .as("seed %d: %d bytes at %d", seed, length, from)
                    .isEqualTo(Sample.slice(file, from, from + length));
        }
    }

    @Test
    void read_oneByte_readsOnePath() throws IOException {
        CountingChunks counting = new CountingChunks(chunks);
        new ContentReader(counting, budget).read(content, SIZE / 3, MemorySegment.ofArray(new byte[1]));
        assertThat(counting.reads()).isEqualTo(content.height() + 1);
    }

    @Test
    void read_pastTheEnd_isTheCallersMistake() {
        MemorySegment two = MemorySegment.ofArray(new byte[2]);
        assertThatThrownBy(() -> reader.read(content, SIZE - 1, two)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read(content, -1, two)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read(content, Long.MAX_VALUE, two))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forEachChunk_whole_showsNodesFirstAndLeavesInFileOrder() throws IOException {
        long[] at = {0};
        List<Integer> heights = new ArrayList<>();
        reader.forEachChunk(content, (id, height, offset, length) -> {
            heights.add(height);
            if (height == 0) {
                assertThat(offset).isEqualTo(at[0]);
                assertThat(id).isEqualTo(Blake3.hash(MemorySegment.ofArray(file), offset, length));
                at[0] += length;
            }
            return true;
        });
        assertThat(at[0]).isEqualTo(SIZE);
        assertThat(heights.subList(0, 3)).containsExactly(2, 1, 0);
    }

    @Test
    void forEachChunk_belowNodesAlreadySeen_isSkipped() throws IOException {
        byte[] edited = file.clone();
        edited[100] ^= 1;
        Content now = Sample.write(
                chunks, edited, FileSettings.of(ChunkProfile.parse("small").chunker()));
        Set<Hash> seen = new HashSet<>(Sample.ids(chunks, content));
        int[] leaves = {0};
        reader.forEachChunk(now, (id, height, offset, length) -> {
            leaves[0] += height == 0 ? 1 : 0;
            return seen.add(id);
        });
        assertThat(leaves[0]).isBetween(1, 2 * Node.MAX_CHILDREN);
        assertThat(seen).containsAll(Sample.ids(chunks, now));
    }

    @Test
    void restore_withAnyChunkLostOrDamaged_namesIt() throws IOException {
        List<Hash> ids = new ArrayList<>(Sample.ids(chunks, content));
        SplittableRandom random = new SplittableRandom(8);
        List<Hash> some = new ArrayList<>(List.of(content.root(), ids.getFirst(), ids.getLast()));
        for (int i = 0; i < 10; i++) {
            some.add(ids.get(random.nextInt(ids.size())));
        }
        for (Hash id : some) {
            byte[] good = chunks.read(id, 1 << 20);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= 4;
            chunks.damage(id, bad);
            assertThatThrownBy(() -> copyToNowhere(content))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining(id.toString());
            chunks.lose(id);
            assertThatThrownBy(() -> copyToNowhere(content))
                    .isInstanceOf(Missing.class)
                    .hasMessageContaining(id.toString());
            chunks.damage(id, good);
        }
        copyToNowhere(content);
    }

    @Test
    void restore_withAnotherFileHash_isCorrupt() {
        Content lying = new Content(SIZE, Blake3.hash(new byte[] {9}), content.root(), content.height());
        assertThatThrownBy(() -> copyToNowhere(lying))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("BLAKE3");
    }

    @Test
    void restore_withAnotherSizeOrHeight_isCorrupt() {
        for (Content lying : List.of(
                new Content(SIZE + 1, content.fileHash(), content.root(), 2),
                new Content(Long.MAX_VALUE, content.fileHash(), content.root(), 2),
                new Content(1, content.fileHash(), content.root(), 2),
                new Content(SIZE, content.fileHash(), content.root(), 1),
                new Content(SIZE, content.fileHash(), content.root(), 24),
                new Content(SIZE, content.root(), content.root(), 0))) {
            assertThatThrownBy(() -> copyToNowhere(lying)).as("%s", lying).isInstanceOf(Corrupt.class);
            assertThatThrownBy(() -> reader.read(lying, 0, MemorySegment.ofArray(new byte[1])))
                    .as("%s", lying)
                    .isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void restore_leafShorterThanItsNodeStates_isCorrupt() throws IOException {
        byte[] leaf = {1, 2, 3};
        Hash id = put(Kind.DATA, leaf);
        Hash node = put(Kind.META, Node.encode(1, new long[] {3, 4}, new Hash[] {id, id}, 2));
        Content lying = new Content(7, Blake3.hash(new byte[] {1, 2, 3, 1, 2, 3, 0}), node, 1);
        assertThatThrownBy(() -> copyToNowhere(lying))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(id.toString());
    }

    @Test
    void restore_tallChainOfOnlyChildren_isRead() throws IOException {
        byte[] leaf = {4, 5};
        Hash id = put(Kind.DATA, leaf);
        for (int height = 1; height <= Content.MAX_HEIGHT; height++) {
            id = put(Kind.META, Node.encode(height, new long[] {2}, new Hash[] {id}, 1));
        }
        Content tall = new Content(2, Blake3.hash(leaf), id, Content.MAX_HEIGHT);
        assertThat(Sample.restore(chunks, tall)).isEqualTo(leaf);
    }

    @Test
    void copyTo_sinkFails_throwsItsFailureAndKeepsNoBuffer() {
        IOException full = new IOException("disk full");
        assertThatThrownBy(() -> reader.copyTo(content, (offset, bytes) -> {
                    throw full;
                }))
                .isSameAs(full);
        assertThat(budget.usedBytes()).isZero();
    }

    private Hash put(Kind kind, byte[] bytes) throws IOException {
        Hash id = Blake3.hash(bytes);
        try (ChunkWriter writer = chunks.writer()) {
            writer.put(kind, id, MemorySegment.ofArray(bytes), Compressibility.UNKNOWN);
            writer.flush();
        }
        return id;
    }

    private void copyToNowhere(Content any) throws IOException {
        reader.copyTo(any, (offset, bytes) -> {});
    }
}
