package reel.backend.place.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.backend.place.PartName;

/// Finds out whether a folder takes `a` and `A` for one name: by a name that is there, by one that it makes, or
/// by the names of the folders above.
final class CaseProbe {
    /// Entries looked at before one is made.
    private static final int MOST_ENTRIES = 32;

    private CaseProbe() {}

    static boolean folds(Path folder) {
        Boolean known = Files.isDirectory(folder) ? inside(folder) : null;
        for (Path at = folder; known == null && at != null; at = at.getParent()) {
            known = Files.exists(at) ? twin(at) : null;
        }
        return known != null && known;
    }

    private static @Nullable Boolean inside(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            int seen = 0;
            for (Path entry : entries) {
                Boolean known = twin(entry);
                if (known != null) {
                    return known;
                }
                if (++seen == MOST_ENTRIES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return null;
        }
        return made(folder);
    }

    private static @Nullable Boolean made(Path folder) {
        Path probe = folder.resolve(PartName.next());
        try {
            Files.createFile(probe);
            try {
                return twin(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException | UnsupportedOperationException readOnly) {
            return null;
        }
    }

    /// Null where the name has no letter of ASCII, or is gone.
    private static @Nullable Boolean twin(Path path) {
        Path last = path.getFileName();
        String name = last == null ? null : LocalNames.name(last);
        if (name == null || name.chars().noneMatch(CaseProbe::isLetter)) {
            return null;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        Path twin = path.resolveSibling(upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper);
        try {
            return Files.exists(twin, LinkOption.NOFOLLOW_LINKS)
                    && LocalStat.of(twin).sameFile(LocalStat.of(path))
                    && !named(path, twin);
        } catch (IOException gone) {
            return null;
        }
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /// Whether the folder really has an entry of the twin's own spelling, a hard link beside the other.
    private static boolean named(Path path, Path twin) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(LocalRoot.parent(path))) {
            boolean one = false;
            boolean other = false;
            for (Path entry : entries) {
                one |= entry.getFileName().equals(path.getFileName());
                other |= entry.getFileName().equals(twin.getFileName());
            }
            return one && other;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }
}
