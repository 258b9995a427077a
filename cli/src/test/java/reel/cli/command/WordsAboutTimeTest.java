package reel.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import reel.cli.screen.Times;
import reel.cli.screen.Usage;

final class WordsAboutTimeTest {
    @Test
    void times_ofEveryForm_areRead() {
        assertThat(Times.parse("2026-01-31T12:30+01:00")).isEqualTo(OffsetDateTime.parse("2026-01-31T12:30+01:00"));
        assertThat(Times.parse("2026-01-31").toLocalDate()).hasToString("2026-01-31");
        assertThat(Times.parse("2026-01-31 12:30").toLocalTime()).hasToString("12:30");
        assertThat(Times.parse("3d")).isBefore(OffsetDateTime.now().minusDays(2));
        assertThat(Times.length("2w")).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void time_unreadable_isAUsageError() {
        assertThatThrownBy(() -> Times.parse("yesterday-ish")).isInstanceOf(Usage.class);
        assertThatThrownBy(() -> Times.length("long")).isInstanceOf(Usage.class);
    }

    @Test
    void suggestions_areNearOrNone() {
        var commands = java.util.List.of("commit", "checkout", "config");
        assertThat(Suggestions.closest("comit", commands)).contains("commit");
        assertThat(Suggestions.closest("chekcout", commands)).contains("checkout");
        assertThat(Suggestions.closest("zzz", commands)).isEmpty();
        assertThat(Suggestions.distance("ab", "ba")).isEqualTo(1);
    }
}
