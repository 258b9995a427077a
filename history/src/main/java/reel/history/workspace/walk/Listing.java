package reel.history.workspace.walk;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.history.workspace.FileStat;

/// One folder's names, sorted by their bytes, without reel's own folder.
public record Listing(Path folder, List<Name> names) {
    /// One name in a folder.
    ///
    /// @param stat    null when the system would not tell; then `problem` says why
    public record Name(
            byte[] bytes,
            Path path,
            @Nullable FileStat stat,
            @Nullable String problem) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }
}
