package reel.backend;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder told as objects in ascending order, holding a bounded number of names at a time.
///
/// A folder sorts as its name plus `/`, which makes walking depth first the same as sorting whole handles. A
/// folder of more names than the bound is read again for each further bound of names.
final class FolderListing {
    /// Names held at a time, about 20 MB.
    static final int MAX_NAMES = 1 << 16;

    /// @param key   the handle; of a folder, with `/` at the end
    private record Entry(String key, Path path, BasicFileAttributes attributes) {
        boolean isFolder() {
            return attributes.isDirectory();
        }
    }

    private final String prefix;
    private final Consumer<Stat> sink;
    private final int maxNames;

    /// Where we are, to step out of a symbolic link that leads back up.
    private final List<Object> above = new ArrayList<>();

    FolderListing(String prefix, Consumer<Stat> sink, int maxNames) {
        this.prefix = prefix;
        this.sink = sink;
        this.maxNames = maxNames;
    }

    /// @param base the handle of `folder` plus `/`, or nothing for the root
    void tell(Path folder, String base) throws IOException {
        String last = "";
        List<Entry> smallest;
        do {
            smallest = smallestAfter(folder, base, last);
            for (Entry entry : smallest) {
                if (entry.isFolder()) {
                    descend(entry);
                } else {
                    sink.accept(new Stat(
                            Handle.of(entry.key),
                            entry.attributes.size(),
                            entry.attributes.lastModifiedTime().toInstant()));
                }
                last = entry.key;
            }
        } while (smallest.size() == maxNames);
    }

    private void descend(Entry entry) throws IOException {
        Object identity = Objects.requireNonNullElse(entry.attributes.fileKey(), entry.path.toRealPath());
        if (!above.contains(identity)) {
            above.add(identity);
            tell(entry.path, entry.key);
            above.removeLast();
        }
    }

    private List<Entry> smallestAfter(Path folder, String base, String last) throws IOException {
        PriorityQueue<Entry> smallest =
                new PriorityQueue<>(Comparator.comparing(Entry::key).reversed());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path path : entries) {
                String handle = base + path.getFileName();
                // A folder's key is the handle plus '/', and is the larger of the two.
                if (mayHold(handle) && (handle + "/").compareTo(last) > 0) {
                    Entry entry = look(path, handle);
                    if (entry != null && entry.key.compareTo(last) > 0 && wanted(entry)) {
                        smallest.add(entry);
                        if (smallest.size() > maxNames) {
                            smallest.remove();
                        }
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        List<Entry> ascending = new ArrayList<>(smallest);
        Collections.sort(ascending, Comparator.comparing(Entry::key));
        return ascending;
    }

    /// Whether `handle`, an object or a folder, can hold what starts with the prefix. Names that can not be
    /// handles (U+FFFD: not decodable) are not ours.
    private boolean mayHold(String handle) {
        return (handle.startsWith(prefix) || prefix.startsWith(handle + "/"))
                && handle.indexOf('\uFFFD') < 0
                && Handle.usable(handle)
                && !Handle.of(handle).reserved();
    }

    private boolean wanted(Entry entry) {
        return entry.isFolder() || entry.key.startsWith(prefix);
    }

    private static @Nullable Entry look(Path path, String handle) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Entry(handle + "/", path, attributes);
            }
            return attributes.isRegularFile() ? new Entry(handle, path, attributes) : null;
        } catch (NoSuchFileException gone) {
            return null;
        }
    }
}
