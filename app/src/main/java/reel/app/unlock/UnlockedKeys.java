package reel.app.unlock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.store.crypt.ContentKey;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Content keys of unlocked repositories, in the user's runtime folder: a memory file system that ends with the login
/// session and that only this user can read.
final class UnlockedKeys {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final int MAX_BYTES = 512;
    /// Writing one takes no time; what is older was left by a command that was killed.
    private static final Duration HALF_WRITTEN = Duration.ofMinutes(1);

    private static final Pattern TEXT =
            Pattern.compile("reel unlocked\nuntil = ([0-9]{1,12})\nformat = ([0-9a-f]{64})\nkey = ([0-9a-f]{64})\n");

    private final @Nullable Path folder;

    private UnlockedKeys(@Nullable Path folder) {
        this.folder = folder;
    }

    static UnlockedKeys in(Map<String, String> environment) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return new UnlockedKeys(
                runtime == null || runtime.isEmpty() ? null : Path.of(runtime).resolve("reel"));
    }

    /// The key kept for a repository; null where there is none, it has run out, or others could have written it.
    ///
    /// @param format BLAKE3 of the `format` object as it is
    @Nullable
    ContentKey find(String repository, Hash format, Instant now) throws IOException {
        Path file = file(repository);
        if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (!isPrivate(file, FILE) || !isPrivate(parent(file), FOLDER) || Files.size(file) > MAX_BYTES) {
            return null;
        }
        Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            return null;
        }
        if (now.getEpochSecond() >= Long.parseLong(text.group(1))) {
            Files.deleteIfExists(file);
            return null;
        }
        if (!text.group(2).equals(format.toString())) {
            return null;
        }
        return ContentKey.read(HexFormat.of().parseHex(text.group(3)));
    }

    /// Keeps a key until a time. [Refused] where there is no folder that only this user can read.
    void keep(String repository, Hash format, ContentKey key, Instant now, Instant until) throws IOException {
        Path file = file(repository);
        if (file == null) {
            throw refused("key", "there is no place to keep it unlocked: XDG_RUNTIME_DIR is not set", null);
        }
        Path parent = parent(file);
        makePrivate(parent);
        Path fresh = Files.createTempFile(parent, "new", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
        try {
            sweep(parent, now, Files.getLastModifiedTime(fresh).toInstant());
            String text = "reel unlocked\nuntil = " + until.getEpochSecond() + "\nformat = " + format + "\nkey = "
                    + HexFormat.of().formatHex(key.bytes()) + "\n";
            if (!isPrivate(fresh, FILE)) {
                throw notPrivate(parent, null);
            }
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void makePrivate(Path parent) throws IOException {
        try {
            if (!Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(parent, PosixFilePermissions.asFileAttribute(FOLDER));
            }
            if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                throw notPrivate(parent, null);
            }
            Files.setPosixFilePermissions(parent, FOLDER);
        } catch (FileSystemException | UnsupportedOperationException denied) {
            throw notPrivate(parent, denied);
        }
        if (!isPrivate(parent, FOLDER)) {
            throw notPrivate(parent, null);
        }
    }

    private static Refused notPrivate(Path folder, @Nullable Exception cause) {
        return refused(folder.toString(), "cannot be made a folder of yours alone, so the key was not kept", cause);
    }

    private static Refused refused(String thing, String happened, @Nullable Exception cause) {
        return new Refused(thing, happened, "Use REEL_PASSPHRASE_FILE or `reel key remember`.", cause);
    }

    /// Removes what has run out, of any repository, and what a killed command left half written.
    ///
    /// @param clock what the file system takes for now
    private static void sweep(Path folder, Instant now, Instant clock) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                try {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && goes(file, now, clock)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException sweptByAnother) {
                    // Then it is gone.
                }
            }
        }
    }

    private static boolean goes(Path file, Instant now, Instant clock) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith("new") && name.endsWith(".tmp")) {
            return Files.getLastModifiedTime(file).toInstant().isBefore(clock.minus(HALF_WRITTEN));
        }
        if (name.endsWith(".key") && Files.size(file) <= MAX_BYTES) {
            Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return text.matches() && now.getEpochSecond() >= Long.parseLong(text.group(1));
        }
        return false;
    }

    /// Forgets a key. @return whether there was one
    boolean forget(String repository) throws IOException {
        Path file = file(repository);
        return file != null && Files.deleteIfExists(file);
    }

    private @Nullable Path file(String repository) {
        return folder == null ? null : folder.resolve(repository + ".key");
    }

    private static Path parent(Path file) {
        return java.util.Objects.requireNonNull(file.getParent());
    }

    private static boolean isPrivate(Path path, Set<PosixFilePermission> most) throws IOException {
        return most.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
    }
}
