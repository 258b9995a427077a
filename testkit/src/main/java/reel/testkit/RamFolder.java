package reel.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// A temporary folder in memory where the system has such a place, else the usual one: for tests that make many
/// small things durable, each of which a disk would take milliseconds for.
///
/// ```java
/// @TempDir(factory = RamFolder.class) Path temp;
/// ```
public final class RamFolder implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "reel-test-")
                : Files.createTempDirectory("reel-test-");
    }
}
