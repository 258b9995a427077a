package reel.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Refused;

/// One transfer at a time has a lock, and nothing of it is left behind.
final class JournalLockTest {
    private static final int PROCESSES = 3;
    private static final long RUN_NANOS = 1_500_000_000L;

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("x.lock");
    }

    @Test
    void close_leavesNoFile() throws IOException {
        try (JournalLock lock = JournalLock.take(file, "there")) {
            assertThat(lock).isNotNull();
            assertThat(file).exists();
        }

        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void take_ofAFileThatAKilledProcessLeft_works() throws IOException {
        Files.write(file, new byte[100]);

        JournalLock.take(file, "there").close();

        assertThat(file).doesNotExist();
    }

    @Test
    void take_ofOneThatIsHeld_isRefused_andLeavesItHeld() throws IOException {
        try (JournalLock lock = JournalLock.take(file, "there")) {
            assertThat(lock).isNotNull();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> JournalLock.take(file, "there"))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("another transfer");
            }
        }
    }

    /// Whoever opens the file just before its holder removes it must not come to hold a file that has no name.
    @Test
    void take_byManyProcessesAtOnce_isOnesAtATime() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Taker.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        }

        assertThat(file.getParent()).isEmptyDirectory();
    }

    /// Takes and closes a lock again and again; what it does meanwhile nobody else may do.
    static final class Taker {
        private Taker() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            Path guard = file.resolveSibling("guard");
            long end = System.nanoTime() + RUN_NANOS;
            while (System.nanoTime() < end) {
                try (JournalLock lock = JournalLock.take(file, "there")) {
                    Files.createFile(guard);
                    Files.delete(guard);
                } catch (Refused held) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
