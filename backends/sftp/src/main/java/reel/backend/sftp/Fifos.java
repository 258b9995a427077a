package reel.backend.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Named pipes in a folder that is the user's alone, gone when it is closed.
final class Fifos implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Path folder;

    private Fifos(Path folder) {
        this.folder = folder;
    }

    /// Null where this system has none.
    static @Nullable Fifos make(String... names) throws IOException {
        Fifos made;
        try {
            made = new Fifos(Files.createTempDirectory(
                    "reel-ssh-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (UnsupportedOperationException windows) {
            return null;
        }
        boolean done = false;
        try {
            done = made.makeAll(names);
            return done ? made : null;
        } finally {
            if (!done) {
                made.close();
            }
        }
    }

    private boolean makeAll(String... names) throws IOException {
        List<String> line = new ArrayList<>(List.of("mkfifo", "-m", "600"));
        for (String name : names) {
            line.add(path(name).toString());
        }
        Process process;
        try {
            process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchProgram) {
            return false;
        }
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a connection was made");
        } finally {
            process.destroyForcibly();
        }
    }

    /// A file of the folder.
    Path path(String name) {
        return folder.resolve(name);
    }

    /// Open for both directions, which never waits for another end; as long as this is open the pipe does not end.
    FileChannel both(String name) throws IOException {
        return FileChannel.open(path(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// Open in one direction; waits until somebody has the other.
    FileChannel one(String name, StandardOpenOption direction) throws IOException {
        return FileChannel.open(path(name), direction);
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
