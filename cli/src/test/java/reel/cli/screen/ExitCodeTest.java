package reel.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {
    @Test
    void of_aFullDiskThatOnlyTheSystemNames_isExhausted() {
        assertThat(ExitCode.of(new IOException("No space left on device"))).isEqualTo(ExitCode.EXHAUSTED);
        assertThat(ExitCode.of(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo(ExitCode.EXHAUSTED);
        assertThat(ExitCode.of(new FileSystemException("a", null, "Disk quota exceeded")))
                .isEqualTo(ExitCode.EXHAUSTED);
        assertThat(ExitCode.of(new IOException("Input/output error"))).isEqualTo(ExitCode.IO);
    }
}
