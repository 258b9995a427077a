package reel.backend.place;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names of unfinished files, beside the files they will be, wherever there are no hidden uploads: `.reel-part-` and
/// twelve hexadecimal digits. No listing tells them.
public final class PartName {
    private static final String PREFIX = ".reel-part-";
    private static final int RANDOM_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PartName() {}

    public static String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    public static boolean is(String name) {
        if (name.length() != PREFIX.length() + 2 * RANDOM_BYTES || !name.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
