package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What the system says, and what the caller is told.
final class LocalFailureTest {
    @TempDir
    Path folder = Path.of("unset");

    private IOException writing(IOException failure) {
        return LocalFailure.writing(folder.resolve("f"), 12_345, failure);
    }

    private IOException reading(IOException failure) {
        return LocalFailure.reading(folder.resolve("f"), failure);
    }

    @Test
    void writing_onAFullDisk_isExhausted_withPathAndNeed() {
        for (String reason : new String[] {"No space left on device", "There is not enough space on the disk"}) {
            assertThat(writing(new IOException(reason)))
                    .isInstanceOf(Exhausted.class)
                    .hasMessageContaining("12345 bytes")
                    .hasMessageContaining(folder.toString());
        }
        assertThat(writing(new IOException("Disk quota exceeded"))).isInstanceOf(Exhausted.class);
        assertThat(writing(new IOException("File too large"))).isInstanceOf(Exhausted.class);
        assertThat(LocalFailure.writing(folder.resolve("f"), Long.MAX_VALUE >> 1, new IOException("Kein Platz")))
                .isInstanceOf(Exhausted.class);
    }

    @Test
    void writing_onAFullDisk_saysNoNeedThatNobodyKnows() {
        for (String reason : new String[] {"No space left on device", "Disk quota exceeded"}) {
            assertThat(LocalFailure.writing(folder.resolve("f"), 0, new IOException(reason)))
                    .isInstanceOf(Exhausted.class)
                    .hasMessageNotContaining("0 bytes");
        }
    }

    @Test
    void writing_whereOneMayNot_isRefused() {
        assertThat(writing(new AccessDeniedException("f"))).isInstanceOf(Refused.class);
        assertThat(writing(new FileSystemException("f", null, "Read-only file system")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("read-only");
        assertThat(writing(new AtomicMoveNotSupportedException("a", "b", "Invalid cross-device link")))
                .isInstanceOf(Refused.class);
        assertThat(((ReelException) writing(new AccessDeniedException("f"))).hint())
                .isNotNull();
    }

    @Test
    void anythingElse_isTransientWhenWriting_andCorruptWhenReading() {
        IOException device = new IOException("Input/output error");
        assertThat(writing(device)).isInstanceOf(Transient.class).hasCause(device);
        assertThat(reading(device)).isInstanceOf(Corrupt.class).hasCause(device);
    }

    @Test
    void kindsThatAreClear_passEitherWay() {
        assertThat(reading(new NoSuchFileException("f"))).isInstanceOf(Missing.class);
        assertThat(reading(new AccessDeniedException("f"))).isInstanceOf(Refused.class);
        assertThat(reading(new ClosedByInterruptException())).isInstanceOf(InterruptedIOException.class);
        assertThat(writing(new ClosedByInterruptException())).isInstanceOf(InterruptedIOException.class);
        assertThat(reading(new FileSystemException("f", null, "Too many open files")))
                .isInstanceOf(Exhausted.class);
        assertThat(reading(new IOException("Map failed", new OutOfMemoryError("Map failed"))))
                .isInstanceOf(Exhausted.class);
        Missing known = new Missing("x", "gone");
        assertThat(writing(known)).isSameAs(known);
    }
}
