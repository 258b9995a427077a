package reel.history.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.history.op.Head;
import reel.history.op.Tag;
import reel.history.op.View;
import reel.history.tree.Trees;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// ```
/// first ← second ← merge (main, HEAD)     tag v1 = first, branch side = other
///      ↖ other ↙
/// ```
final class RevisionsTest {
    private Sandbox sandbox;
    private Map<String, Hash> commits;
    private Revisions revisions;

    @BeforeEach
    void makeHistory() throws IOException {
        sandbox = new Sandbox();
        Hash first = sandbox.commit(Trees.EMPTY);
        Hash second = sandbox.commit(Trees.EMPTY, first);
        Hash other = sandbox.commit(Trees.EMPTY, first);
        Hash merge = sandbox.commit(Trees.EMPTY, second, other);
        commits = Map.of("first", first, "second", second, "other", other, "merge", merge);
        Repository repository = sandbox.repository;
        // Operations 2, 3 and 4.
        repository.transact(Sandbox.INFO, now -> now.withBranch("main", first));
        repository.transact(Sandbox.INFO, now -> now.withBranch("main", second));
        repository.transact(
                Sandbox.INFO,
                now -> now.withBranch("main", merge)
                        .withBranch("side", other)
                        .withTag("v1", new Tag(first, Sandbox.INFO.who(), ""))
                        .withBranch("both", first)
                        .withTag("both", new Tag(second, Sandbox.INFO.who(), "")));
        revisions = repository.revisions(Sandbox.HERE);
    }

    private Hash the(String name) {
        return Objects.requireNonNull(commits.get(name));
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, merge",
        "@, merge",
        "main, merge",
        "heads/main, merge",
        "refs/heads/main, merge",
        "side, other",
        "v1, first",
        "tags/v1, first",
        "heads/both, first",
        "tags/both, second",
        "HEAD^, second",
        "HEAD^1, second",
        "HEAD^2, other",
        "HEAD^0, merge",
        "HEAD~, second",
        "HEAD~1, second",
        "HEAD~2, first",
        "HEAD^^, first",
        "HEAD^2~1, first",
        "main~0^2^, first",
        "op:2, first",
        "op:3, second",
        "op:3~1, first",
        "@{3}, second",
        "main@{2}, first",
        "HEAD@{4}, merge"
    })
    void resolve_ofEachForm_findsTheCommit(String revision, String commit) throws IOException {
        assertThat(revisions.resolve(revision)).isEqualTo(the(commit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "abcd", "HEAD~3", "HEAD^3", "v1^", "op:99", "heads/v1", "tags/main", "side@{2}"})
    void resolve_ofWhatIsNotThere_isMissing(String revision) {
        assertThatThrownBy(() -> revisions.resolve(revision)).isInstanceOf(Missing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^", "~1", "HEAD^x", "HEAD~99999999", "op:", "op:x", "main@{", "main@{x}", "HEAD~1x"})
    void resolve_ofNonsense_isRefused(String revision) {
        assertThatThrownBy(() -> revisions.resolve(revision)).isInstanceOf(Refused.class);
    }

    @Test
    void resolve_ofANameOfTwoKinds_isRefusedWithBoth() {
        assertThatThrownBy(() -> revisions.resolve("both"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(the("first").brief(12))
                .hasMessageContaining(the("second").brief(12));
    }

    @Test
    void resolve_ofAnIdOrItsStart_findsTheCommit() throws IOException {
        for (Hash id : commits.values()) {
            assertThat(revisions.resolve(id.toString())).isEqualTo(id);
            assertThat(revisions.resolve(id.brief(20).toUpperCase(java.util.Locale.ROOT)))
                    .isEqualTo(id);
        }
        assertThatThrownBy(() -> revisions.resolve(the("first").brief(3))).isInstanceOf(Missing.class);
    }

    @Test
    void resolve_ofAnAmbiguousStart_listsTheCandidates() throws IOException {
        // Four digits: about 300 commits are enough for two that share them.
        Map<String, Hash> byStart = new java.util.HashMap<>();
        Hash at = the("merge");
        Hash twin = null;
        while (twin == null) {
            at = sandbox.commit(Trees.EMPTY, at);
            twin = byStart.put(at.brief(4), at);
        }
        Hash tip = at;
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", tip));

        String start = tip.brief(4);
        Hash other = twin;
        assertThatThrownBy(() -> revisions.resolve(start))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(tip.brief(12))
                .hasMessageContaining(other.brief(12));
    }

    @Test
    void resolve_ofACommitThatWasUndone_stillFindsIt() throws IOException {
        sandbox.repository.undo(4, Sandbox.INFO);

        assertThat(revisions.resolve(the("merge").brief(16))).isEqualTo(the("merge"));
        assertThat(revisions.resolve("HEAD")).isEqualTo(the("second"));
    }

    @Test
    void head_beforeTheFirstCommit_saysSo() throws IOException {
        sandbox.repository.transact(Sandbox.INFO, now -> now.withHead(Sandbox.HERE, new Head.OnBranch("unborn")));

        assertThat(revisions.head()).isNull();
        assertThatThrownBy(() -> revisions.resolve("HEAD"))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("unborn");
    }

    @Test
    void transact_namingACommitThatIsNotStored_isMissingAndWritesNothing() throws IOException {
        View before = sandbox.repository.view();

        assertThatThrownBy(() ->
                        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("ghost", new Hash(1, 2, 3, 4))))
                .isInstanceOf(Missing.class);
        assertThat(sandbox.repository.view()).isEqualTo(before);
    }
}
