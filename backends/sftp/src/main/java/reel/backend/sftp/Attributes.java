package reel.backend.sftp;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;

/// What SFTP tells and sets of a file; null where a field is not there.
///
/// @param permissions with the bits that say what kind of file it is, where the server tells it
/// @param accessed    seconds; set together with `modified` only
/// @param modified    seconds
record Attributes(
        @Nullable Long size,
        @Nullable Integer user,
        @Nullable Integer group,
        @Nullable Integer permissions,
        @Nullable Long accessed,
        @Nullable Long modified) {
    static final Attributes NONE = new Attributes(null, null, null, null, null, null);

    /// Times are unsigned 32-bit seconds there.
    static final Instant LAST = Instant.ofEpochSecond(0xFFFF_FFFFL);

    static final int PERMISSION_BITS = 07777;

    private static final int SIZE = 1;
    private static final int OWNER = 2;
    private static final int PERMISSIONS = 4;
    private static final int TIMES = 8;
    private static final int EXTENDED = 0x8000_0000;

    private static final int KIND_BITS = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    /// Extended attributes of one file; none that we know has any.
    private static final int MOST_EXTENDED = 64;

    /// What a transfer sets; a time that cannot be held there becomes the nearest that can.
    static Attributes of(@Nullable Integer mode, @Nullable Instant modified) {
        Long seconds = modified == null ? null : (Long) kept(modified).getEpochSecond();
        return new Attributes(null, null, null, mode == null ? null : mode & PERMISSION_BITS, seconds, seconds);
    }

    static Instant kept(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST) ? LAST : time;
    }

    static Attributes ofOwner(int user, int group) {
        return new Attributes(null, user, group, null, null, null);
    }

    static Attributes ofSize(long size) {
        return new Attributes(size, null, null, null, null, null);
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    void write(Packet packet) {
        packet.u32((size == null ? 0 : SIZE)
                | (user == null ? 0 : OWNER)
                | (permissions == null ? 0 : PERMISSIONS)
                | (modified == null ? 0 : TIMES));
        if (size != null) {
            packet.u64(size);
        }
        if (user != null && group != null) {
            packet.u32(user).u32(group);
        }
        if (permissions != null) {
            packet.u32(permissions);
        }
        if (modified != null) {
            packet.u32((int) (accessed == null ? (long) modified : (long) accessed))
                    .u32((int) (long) modified);
        }
    }

    static Attributes read(Answer answer) throws IOException {
        int flags = answer.u32();
        Long size = (flags & SIZE) == 0 ? null : (Long) answer.u64();
        if (size != null && size < 0) {
            throw answer.wrong("a size of 63 bits", Long.toUnsignedString(size));
        }
        Integer user = (flags & OWNER) == 0 ? null : (Integer) answer.u32();
        Integer group = (flags & OWNER) == 0 ? null : (Integer) answer.u32();
        Integer permissions = (flags & PERMISSIONS) == 0 ? null : (Integer) answer.u32();
        Long accessed = (flags & TIMES) == 0 ? null : (Long) Integer.toUnsignedLong(answer.u32());
        Long modified = (flags & TIMES) == 0 ? null : (Long) Integer.toUnsignedLong(answer.u32());
        if ((flags & EXTENDED) != 0) {
            int count = answer.u32();
            if (count < 0 || count > MOST_EXTENDED) {
                throw answer.wrong(
                        "at most " + MOST_EXTENDED + " extended attributes", Integer.toUnsignedString(count));
            }
            for (int i = 0; i < count; i++) {
                answer.skip();
                answer.skip();
            }
        }
        return new Attributes(size, user, group, permissions, accessed, modified);
    }

    Entry.Kind kind() {
        if (permissions == null) {
            return Entry.Kind.OTHER;
        }
        return switch (permissions & KIND_BITS) {
            case FILE -> Entry.Kind.FILE;
            case FOLDER -> Entry.Kind.FOLDER;
            case LINK -> Entry.Kind.LINK;
            default -> Entry.Kind.OTHER;
        };
    }

    /// As entries tell sizes.
    long bytes() {
        return switch (kind()) {
            case FILE -> size == null ? Entry.UNKNOWN : size;
            case FOLDER, LINK, OTHER -> 0;
        };
    }

    @Nullable
    Instant time() {
        return modified == null ? null : Instant.ofEpochSecond(modified);
    }
}
