package reel.history.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Conflict;

final class WorkspaceLockTest {
    @TempDir
    Path temp;

    private WorkingFolder folder;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(temp.resolve(".reel"));
        folder = WorkingFolder.open(temp);
    }

    @Test
    void acquire_whileHeld_isConflictNamingTheHolder() throws IOException {
        try (WorkspaceLock held = WorkspaceLock.acquire(folder, Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThat(WorkspaceLock.tryAcquire(folder)).isNull();
            assertThatThrownBy(() -> WorkspaceLock.acquire(folder, Duration.ofMillis(30)))
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        try (WorkspaceLock again = WorkspaceLock.acquire(folder, Duration.ZERO)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void lockFile_leftByADeadProcess_isNoObstacle() throws IOException {
        Files.writeString(folder.lockFile(), "left behind");
        Files.writeString(folder.meta().resolve("lock.holder"), "process 1");
        try (WorkspaceLock held = WorkspaceLock.acquire(folder, Duration.ZERO)) {
            assertThat(held).isNotNull();
        }
    }

    @Test
    void acquire_whileAnotherProcessHoldsIt_isConflict() throws Exception {
        Files.createFile(folder.lockFile());
        // A child that takes the lock, says so, and keeps it until its input ends.
        String code = "var c=java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]),java.nio.file."
                + "StandardOpenOption.WRITE);c.lock();System.out.println(1);System.in.read();";
        Path source =
                Files.writeString(temp.resolve("Hold.java"), "void main(String[] a) throws Exception{" + code + "}");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        source.toString(),
                        folder.lockFile().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(child.getInputStream().read()).isEqualTo('1');
            assertThat(WorkspaceLock.tryAcquire(folder)).isNull();
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (WorkspaceLock held = WorkspaceLock.acquire(folder, Duration.ofSeconds(5))) {
            assertThat(held).isNotNull();
        }
        try (FileChannel channel = FileChannel.open(folder.lockFile(), StandardOpenOption.READ)) {
            assertThat(channel.size()).isZero();
        }
    }
}
