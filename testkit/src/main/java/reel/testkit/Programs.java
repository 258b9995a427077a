package reel.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds installed programs, servers too, whose folders are on the `PATH` of the system's owner only.
public final class Programs {
    private static final List<String> SYSTEM = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Programs() {}

    /// Where `name` is installed; empty where it is not.
    public static Optional<Path> find(String name) {
        List<String> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        folders.addAll(SYSTEM);
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The program that a test was promised by [NeedsProgram].
    public static Path get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is not installed"));
    }
}
