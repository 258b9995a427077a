package reel.backend.sftp;

import java.util.Set;

/// What a server can do beyond the standard, and how much it takes at once.
///
/// @param extensions by name, of those that are spoken here, in the version that is spoken
/// @param readBytes  the most of a file in one answer
/// @param writeBytes the most of a file in one request
record Offers(Set<String> extensions, int readBytes, int writeBytes) {
    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String HARDLINK = "hardlink@openssh.com";
    static final String FSYNC = "fsync@openssh.com";
    static final String STATVFS = "statvfs@openssh.com";
    static final String LSETSTAT = "lsetstat@openssh.com";
    static final String LIMITS = "limits@openssh.com";
    static final String EXPAND_PATH = "expand-path@openssh.com";
    static final String COPY_DATA = "copy-data";
    static final String NAMES_BY_ID = "users-groups-by-id@openssh.com";

    /// What every server takes, by the standard.
    static final int SURE_BYTES = 32 << 10;

    /// The most that fits an answer or a request with its head.
    static final int MOST_BYTES = Wire.MOST_PACKET - 1024;

    private static final Set<String> SPOKEN = Set.of(
            POSIX_RENAME + "=1",
            HARDLINK + "=1",
            FSYNC + "=1",
            STATVFS + "=2",
            LSETSTAT + "=1",
            LIMITS + "=1",
            EXPAND_PATH + "=1",
            COPY_DATA + "=1",
            NAMES_BY_ID + "=1");

    Offers {
        extensions = Set.copyOf(extensions);
    }

    static boolean isSpoken(String name, String version) {
        return SPOKEN.contains(name + "=" + version);
    }

    boolean has(String extension) {
        return extensions.contains(extension);
    }
}
