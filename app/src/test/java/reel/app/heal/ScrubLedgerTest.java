package reel.app.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.hash.Hash;

final class ScrubLedgerTest {
    private static final Hash ONE = new Hash(1, 1, 1, 1);
    private static final Hash TWO = new Hash(2, 2, 2, 2);

    @Test
    void clockThatJumpsBack_changesNoOrder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scrub");
        ScrubLedger ledger = ScrubLedger.read(file);
        ledger.note(ONE, Instant.parse("2036-01-01T00:00:00Z"), true);
        ledger.note(TWO, Instant.parse("1999-01-01T00:00:00Z"), true);
        ledger.save(Set.of(ONE, TWO));

        ScrubLedger again = ScrubLedger.read(file);

        assertThat(again.wasDamaged()).isFalse();
        assertThat(again.turn(ONE)).isLessThan(again.turn(TWO));
        assertThat(again.entries().get(ONE)).isEqualTo(ledger.entries().get(ONE));
    }

    @Test
    void packThatIsGone_isForgotten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scrub");
        ScrubLedger ledger = ScrubLedger.read(file);
        ledger.note(ONE, Instant.EPOCH, true);
        ledger.note(TWO, Instant.EPOCH, false);
        ledger.save(Set.of(TWO));

        assertThat(ScrubLedger.read(file).entries().keySet()).containsExactly(TWO);
    }
}
