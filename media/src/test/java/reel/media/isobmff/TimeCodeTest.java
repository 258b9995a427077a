package reel.media.isobmff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TimeCodeTest {
    @Test
    void frames_areCounted() {
        TimeCode film = new TimeCode(24, false);

        assertThat(film.text(0)).isEqualTo("00:00:00:00");
        assertThat(film.text(24L * 3600 + 25)).isEqualTo("01:00:01:01");
        assertThat(film.text(24L * 3600 * 25)).isEqualTo("01:00:00:00");
    }

    /// Two numbers are left out at every minute but each tenth (SMPTE ST 12-1).
    @Test
    void dropFrame_keepsUpWithTheClock() {
        TimeCode drop = new TimeCode(30, true);

        assertThat(drop.text(1799)).isEqualTo("00:00:59;29");
        assertThat(drop.text(1800)).isEqualTo("00:01:00;02");
        assertThat(drop.text(17_981)).isEqualTo("00:09:59;29");
        assertThat(drop.text(17_982)).isEqualTo("00:10:00;00");
        assertThat(drop.text(107_892)).isEqualTo("01:00:00;00");
        assertThat(new TimeCode(60, true).text(3600)).isEqualTo("00:01:00;04");
    }

    @Test
    void noRate_isRefused() {
        assertThatThrownBy(() -> new TimeCode(0, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
