package reel.testkit.power;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a folder holds, by path; folders before what is in them.
record Image(SortedMap<String, Entry> entries) {
    sealed interface Entry {}

    record Folder() implements Entry {}

    record Link(String target) implements Entry {}

    record File(Content content, Node.Traits traits) implements Entry {
        @Override
        public String toString() {
            return content.size() + " bytes " + content.digest() + " " + traits;
        }
    }

    Image {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// A real folder as it stands.
    static Image of(Path folder) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        load(folder, "", entries);
        return new Image(entries);
    }

    private static void load(Path folder, String base, SortedMap<String, Entry> into) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String path = base + Objects.requireNonNull(child.getFileName());
                if (Files.isSymbolicLink(child)) {
                    into.put(path, new Link(Files.readSymbolicLink(child).toString()));
                } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    into.put(path, new Folder());
                    load(child, path + "/", into);
                } else {
                    Event.Identity identity = WatchedProvider.identity(child, LinkOption.NOFOLLOW_LINKS);
                    boolean executable =
                            Files.getPosixFilePermissions(child).contains(PosixFilePermission.OWNER_EXECUTE);
                    into.put(
                            path,
                            new File(
                                    new Content(Files.readAllBytes(child)),
                                    new Node.Traits(executable, identity.modified(), identity)));
                }
            }
        }
    }

    /// Makes it a real folder, which does not exist yet.
    ///
    /// @return what its files tell of themselves, under the names their inodes have now
    Map<Long, WatchedFileSystem.Mask> writeTo(Path folder) throws IOException {
        Map<Long, WatchedFileSystem.Mask> masks = new HashMap<>();
        Files.createDirectory(folder);
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            Path path = folder.resolve(named.getKey());
            switch (named.getValue()) {
                case Folder _ -> Files.createDirectory(path);
                case Link(String target) -> Files.createSymbolicLink(path, Path.of(target));
                case File(Content content, Node.Traits traits) -> {
                    Files.write(path, content.bytes());
                    dress(path, traits);
                    if (traits.identity() != null) {
                        Event.Identity truth = WatchedProvider.identity(path, LinkOption.NOFOLLOW_LINKS);
                        masks.put(truth.inode(), new WatchedFileSystem.Mask(truth, traits.identity()));
                    }
                }
            }
        }
        return masks;
    }

    private static void dress(Path path, Node.Traits traits) throws IOException {
        if (traits.executable()) {
            Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(path));
            mode.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(path, mode);
        }
        FileTime modified = traits.modified();
        if (modified != null) {
            Files.setLastModifiedTime(path, modified);
        }
    }

    /// The same for images nobody can tell apart.
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (path, entry) -> text.append(path).append(' ').append(entry).append('\n'));
        return new Content(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)).digest();
    }
}
