package reel.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Progress progress(boolean terminal) {
        return new Progress("Adding", new Output(bytes), terminal, 200, 0);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void work_underASecond_showsNothing() {
        try (Progress progress = progress(true)) {
            progress.done(3, 1000);
            progress.tick(SECOND - 1);
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void line_onATerminal_isRedrawnAndTakenAway() {
        try (Progress progress = progress(true)) {
            progress.total(10, 4_000_000);
            progress.done(5, 1_000_000);
            progress.tick(SECOND);
            progress.done(5, 1_000_000);
            progress.tick(2 * SECOND);
        }
        assertThat(shown())
                .isEqualTo("\rAdding [#####...............] 25%  5 of 10 files  977 KiB  1 MB/s  3.0 s left\u001b[K"
                        + "\rAdding [##########..........] 50%  10 of 10 files  1.9 MiB  1 MB/s  2.0 s left\u001b[K"
                        + "\r\u001b[K");
    }

    @Test
    void line_elsewhere_isPlainAndSeldom() {
        try (Progress progress = progress(false)) {
            progress.total(0, 10_000_000);
            progress.done(0, 1_000_000);
            progress.tick(SECOND);
            progress.tick(2 * SECOND);
            progress.tick(5 * SECOND);
            progress.tick(6 * SECOND);
        }
        assertThat(shown().lines()).hasSize(2).allMatch(line -> line.startsWith("Adding 10%"));
    }

    @Test
    void line_elsewhere_waitsUntilThereIsSomethingToTell() {
        try (Progress progress = progress(false)) {
            progress.tick(SECOND);
            progress.done(1, 0);
            progress.tick(2 * SECOND);
        }
        assertThat(shown()).isEqualTo("Adding  1 file\n");
    }

    @Test
    void line_isNeverWiderThanTheTerminal() {
        try (Progress progress = new Progress("Adding", new Output(bytes), true, 20, 0)) {
            progress.total(1000, 1L << 40);
            progress.done(1, 1);
            progress.tick(SECOND);
        }
        assertThat(shown().split("\u001b", -1)[0]).hasSizeLessThanOrEqualTo(20);
    }
}
