package reel.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a folder holds: every entry's name to the byte, type, executable bit, time and content. Two are equal
/// when a user could not tell the folders apart; [#differences] says what they could.
///
/// @param entries by path below the folder, written as [ByteNames#show] does, segments joined by `/`
public record TreeSnapshot(SortedMap<String, Entry> entries) {
    private static final int MAX_TOLD = 40;

    public enum Type {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /// One thing in the folder.
    ///
    /// @param content  of a file the SHA-256 of its bytes, of a link its target; else empty
    /// @param modified null where times do not count: folders (their content changes it), links, and when not
    /// asked
    public record Entry(
            Type type,
            long size,
            boolean executable,
            String content,
            @Nullable Instant modified) {
        Entry withoutTime() {
            return new Entry(type, size, executable, content, null);
        }
    }

    public TreeSnapshot {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// Everything below `root`, nothing left out.
    public static TreeSnapshot of(Path root) throws IOException {
        return of(root, path -> true);
    }

    /// Everything below `root` but `.reel` at its top.
    public static TreeSnapshot ofWorkspace(Path root) throws IOException {
        return of(root, path -> !path.equals(".reel"));
    }

    /// @param keep told each path as the entries have it; a folder that is not kept is not entered
    public static TreeSnapshot of(Path root, Predicate<String> keep) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        walk(root, "", keep, entries);
        return new TreeSnapshot(entries);
    }

    private static void walk(Path folder, String base, Predicate<String> keep, SortedMap<String, Entry> into)
            throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String path = base + ByteNames.show(ByteNames.of(child));
                if (keep.test(path)) {
                    Entry entry = look(child);
                    into.put(path, entry);
                    if (entry.type == Type.FOLDER) {
                        walk(child, path + "/", keep, into);
                    }
                }
            }
        }
    }

    private static Entry look(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            Path target = Files.readSymbolicLink(path);
            return new Entry(Type.LINK, 0, false, target.toString(), null);
        } else if (attributes.isDirectory()) {
            return new Entry(Type.FOLDER, 0, false, "", null);
        } else if (attributes.isRegularFile()) {
            return new Entry(
                    Type.FILE,
                    attributes.size(),
                    isExecutable(path),
                    sha256(path),
                    attributes.lastModifiedTime().toInstant());
        }
        return new Entry(Type.OTHER, 0, false, "", null);
    }

    private static boolean isExecutable(Path path) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return posix != null && posix.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static String sha256(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[1 << 16];
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                digest.update(piece, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new UncheckedIOException(new IOException(everyJdkHasIt));
        }
    }

    /// The same without the files' times.
    public TreeSnapshot withoutTimes() {
        SortedMap<String, Entry> timeless = new TreeMap<>(entries);
        timeless.replaceAll((path, entry) -> entry.withoutTime());
        return new TreeSnapshot(timeless);
    }

    /// What one would have to do to this one to get `other`: `+ path`, `- path`, `~ path: …`, sorted by path.
    public List<String> differences(TreeSnapshot other) {
        List<String> told = new ArrayList<>();
        TreeSet<String> all = new TreeSet<>(entries.keySet());
        all.addAll(other.entries.keySet());
        for (String path : all) {
            Entry mine = entries.get(path);
            Entry theirs = other.entries.get(path);
            if (mine == null) {
                told.add("+ " + path);
            } else if (theirs == null) {
                told.add("- " + path);
            } else if (!mine.equals(theirs)) {
                told.add("~ " + path + ": " + change(mine, theirs));
            }
        }
        return told;
    }

    private static String change(Entry from, Entry to) {
        List<String> parts = new ArrayList<>();
        if (from.type != to.type) {
            parts.add(from.type + " → " + to.type);
        }
        if (from.size != to.size) {
            parts.add("size " + from.size + " → " + to.size);
        }
        if (from.executable != to.executable) {
            parts.add("executable " + from.executable + " → " + to.executable);
        }
        if (!from.content.equals(to.content)) {
            parts.add("content " + brief(from.content) + " → " + brief(to.content));
        }
        if (from.modified == null ? to.modified != null : !from.modified.equals(to.modified)) {
            parts.add("time " + from.modified + " → " + to.modified);
        }
        return String.join(", ", parts);
    }

    private static String brief(String content) {
        return content.length() == 64 ? content.substring(0, 8) : "'" + content + "'";
    }

    /// Fails, telling the differences, unless this equals `expected`.
    public void assertEquals(TreeSnapshot expected) {
        List<String> told = expected.differences(this);
        if (!told.isEmpty()) {
            throw new AssertionError(told.size() + " differences from the expected tree:\n"
                    + String.join("\n", told.subList(0, Math.min(MAX_TOLD, told.size()))));
        }
    }
}
