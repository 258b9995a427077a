package reel.backend.place.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;

/// Time, mode, owner and extended attributes of local files: read whole, set as far as this user may.
final class Attributes {
    private static final String USER = "user.";
    /// An attribute larger than this is left: no file system of Linux has larger ones.
    private static final int MOST_BYTES = 64 << 10;
    private static final int SET_IDS = 06000;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    /// Java hands times on as nanoseconds in 64 bits.
    private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

    private static final Instant EARLIEST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000_000);

    private Attributes() {}

    /// The nearest time that Java can set; before 1970 these are whole seconds.
    static Instant kept(Instant time) {
        if (!time.isBefore(Instant.EPOCH)) {
            return time.isAfter(LATEST) ? LATEST : time;
        }
        return time.isBefore(EARLIEST) ? EARLIEST : time.truncatedTo(ChronoUnit.SECONDS);
    }

    /// Extended attributes by full name; empty where the file system has none or does not let us see them.
    ///
    /// @param kind what was found there: asking opens the file, and opening a pipe waits for a writer
    static Map<String, byte[]> extended(Path file, Entry.Kind kind) {
        if (kind != Entry.Kind.FILE && kind != Entry.Kind.FOLDER) {
            return Map.of();
        }
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return Map.of();
        }
        try {
            Map<String, byte[]> found = new HashMap<>();
            for (String name : view.list()) {
                int size = view.size(name);
                if (size <= MOST_BYTES) {
                    ByteBuffer value = ByteBuffer.allocate(size);
                    view.read(name, value);
                    value.flip();
                    byte[] bytes = new byte[value.remaining()];
                    value.get(bytes);
                    found.put(USER + name, bytes);
                }
            }
            return found;
        } catch (IOException | UnsupportedOperationException none) {
            return Map.of();
        }
    }

    /// Sets what is not null or empty. The mode last, which may take away the right to set the rest; none of it
    /// changes the time. Owner and group only as root; set-id bits only together with their owner, whom they are
    /// about.
    static void set(Path file, boolean link, @Nullable Instant modified, Meta meta) throws IOException {
        boolean asRoot = ROOT && LocalStat.UNIX && (meta.owner() != null || meta.group() != null);
        LocalStat now = asRoot ? LocalStat.of(file) : null;
        boolean owned = now == null ? meta.owner() == null : setOwner(file, now, meta);
        if (!link) {
            setExtended(file, meta.attributes());
        }
        if (modified != null) {
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(kept(modified)), null, null);
        }
        if (!link && meta.mode() != null && LocalStat.UNIX) {
            int mode = owned ? meta.mode() : meta.mode() & ~SET_IDS;
            // A new owner may have taken the set-id bits away.
            boolean isSet = now != null && now.mode() != null && now.mode() == mode && (mode & SET_IDS) == 0;
            if (!isSet) {
                Files.setAttribute(file, "unix:mode", mode);
            }
        }
    }

    /// @return whether the file belongs to whom it should
    private static boolean setOwner(Path file, LocalStat now, Meta meta) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var lookup = file.getFileSystem().getUserPrincipalLookupService();
        try {
            if (meta.owner() != null && !meta.owner().equals(now.owner())) {
                view.setOwner(lookup.lookupPrincipalByName(meta.owner()));
            }
            if (meta.group() != null && !meta.group().equals(now.group())) {
                view.setGroup(lookup.lookupPrincipalByGroupName(meta.group()));
            }
            return true;
        } catch (IOException unknownHere) {
            return false;
        }
    }

    private static void setExtended(Path file, Map<String, byte[]> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view == null) {
            return;
        }
        attributes.forEach((name, value) -> {
            if (name.startsWith(USER)) {
                try {
                    view.write(name.substring(USER.length()), ByteBuffer.wrap(value));
                } catch (IOException | UnsupportedOperationException notKept) {
                    // The entry that publishing answers shows what was kept.
                }
            }
        });
    }
}
