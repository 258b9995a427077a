package reel.backend.place;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import reel.stream.hash.Blake3;

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

    /// Always the same for what is called `name`: where it waits for another to take its name.
    public static String of(String name) {
        return PREFIX
                + Blake3.hash(name.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 2 * RANDOM_BYTES);
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
