package reel.history.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

/// Random graphs with wrong clocks, compared with ancestor sets worked out by hand.
@Seeded
final class AncestryTest {
    private final MemoryChunks chunks = new MemoryChunks();
    private final Commits commits = new Commits(chunks);
    private final Ancestry ancestry = new Ancestry(commits);
    private final List<Hash> all = new ArrayList<>();
    private final Map<Hash, Set<Hash>> ancestors = new HashMap<>();

    private Hash commit(long time, List<Hash> parents) throws IOException {
        Signature who = new Signature("n" + all.size(), "", time, 0);
        Hash id;
        try (ChunkWriter writer = chunks.writer()) {
            id = Commits.write(writer, new Commit(Trees.EMPTY, parents, who, who, ""));
            writer.flush();
        }
        Set<Hash> above = new HashSet<>(Set.of(id));
        for (Hash parent : parents) {
            above.addAll(ancestors.getOrDefault(parent, Set.of()));
        }
        ancestors.put(id, above);
        all.add(id);
        return id;
    }

    private void graph(RandomGenerator random, int size) throws IOException {
        for (int i = 0; i < size; i++) {
            Set<Hash> parents = new HashSet<>();
            for (int p = random.nextInt(4) == 0 ? 2 : 1; p > 0 && i > 0 && random.nextInt(20) > 0; p--) {
                parents.add(all.get(Math.max(0, i - 1 - random.nextInt(6))));
            }
            commit(1000L * i + (random.nextInt(3) == 0 ? random.nextInt(-20_000, 20_000) : 0), List.copyOf(parents));
        }
    }

    private Set<Hash> above(Hash id) {
        return ancestors.getOrDefault(id, Set.of());
    }

    private Hash any(RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    @RepeatedTest(20)
    void mergeBases_whateverTheClocks_areTheBestCommonAncestors(RandomGenerator random) throws IOException {
        graph(random, 60);
        for (int i = 0; i < 60; i++) {
            Hash left = any(random);
            Hash right = any(random);
            Set<Hash> common = new HashSet<>(above(left));
            common.retainAll(above(right));
            Set<Hash> best = new HashSet<>(common);
            for (Hash one : common) {
                best.removeIf(other -> !other.equals(one) && above(one).contains(other));
            }

            assertThat(ancestry.mergeBases(left, right)).containsExactlyInAnyOrderElementsOf(best);
            assertThat(ancestry.isAncestor(left, right)).isEqualTo(above(right).contains(left));
        }
    }

    @RepeatedTest(20)
    void walks_seeEachCommitOnce_andChildrenFirst(RandomGenerator random) throws IOException {
        graph(random, 60);
        Set<Hash> starts = new HashSet<>(List.of(any(random), any(random)));
        Set<Hash> hidden = Set.of(any(random));
        Set<Hash> expected = new HashSet<>();
        starts.forEach(start -> expected.addAll(above(start)));
        hidden.forEach(hide -> expected.removeAll(above(hide)));
        List<Hash> newest = new ArrayList<>();
        List<Hash> topological = new ArrayList<>();

        ancestry.newestFirst(starts, hidden, (id, commit) -> newest.add(id));
        ancestry.topological(starts, hidden, (id, commit) -> topological.add(id));

        assertThat(newest).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(topological).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        for (int i = 0; i < topological.size(); i++) {
            for (int later = i + 1; later < topological.size(); later++) {
                assertThat(above(topological.get(later))).doesNotContain(topological.get(i));
            }
        }
    }

    @Test
    void newestFirst_stopsWhenTold() throws IOException {
        Hash first = commit(1, List.of());
        Hash second = commit(2, List.of(first));
        List<Hash> seen = new ArrayList<>();

        ancestry.newestFirst(Set.of(second), Set.of(), (id, commit) -> {
            seen.add(id);
            return false;
        });

        assertThat(seen).containsExactly(second);
    }
}
