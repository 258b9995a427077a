package reel.testkit.power;

import java.nio.file.Path;
import java.util.Set;

/// A folder with files and folders in it that nobody may read, nor look into, whoever the tests run as.
public final class DeniedFiles {
    private DeniedFiles() {}

    /// `root`, a real folder, seen so that opening or listing any of `paths` below it is denied.
    public static Path in(Path root, String... paths) {
        return WatchedFileSystem.denying(root, Set.of(paths));
    }
}
