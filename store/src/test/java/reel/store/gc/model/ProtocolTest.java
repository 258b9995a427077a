package reel.store.gc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProtocolTest {
    /// Rules that matter only where a lock can be lost.
    private static final Set<Rule> WITHOUT_LOCKS =
            EnumSet.of(Rule.ANNOUNCE_NEXT, Rule.COMPARE_WHEN_OVERLOOKED, Rule.COMPARE_WRITTEN);

    @Test
    void protocol_ofTwoWritersTwoCollectionsAndACrash_neverLosesAndLeavesNothing() {
        Protocol protocol = new Protocol(null, true);
        assertThat(protocol.search(State.first(2, 2, 1, 0))).isNull();
        assertThat(protocol.states()).isGreaterThan(1_000_000);
    }

    @Test
    void protocol_whoseLocksAreForgotten_neverLosesWhatAnOperationNames() {
        Protocol protocol = new Protocol(null, false);
        assertThat(protocol.search(State.first(2, 2, 0, 0))).isNull();
        assertThat(protocol.states()).isGreaterThan(400_000);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void protocol_withABrokenRule_losesSomething(Rule rule) {
        Protocol protocol = new Protocol(rule, !WITHOUT_LOCKS.contains(rule));
        assertThat(protocol.search(State.first(2, 2, 1, 0))).isNotNull();
    }

    /// Roots that vanish meanwhile multiply the states by seven.
    @Test
    @Tag("slow")
    void protocol_whileBranchesAndStagedFilesAreDropped_neverLosesAndLeavesNothing() {
        assertThat(new Protocol(null, true).search(State.first(2, 2, 0, 1))).isNull();
        assertThat(new Protocol(null, true).search(State.first(1, 2, 2, 2))).isNull();
    }
}
