package reel.backend.sftp;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Names of unfinished files, beside the files they will be: `.reel-part-` and twelve hexadecimal digits.
final class PartName {
    private static final String PREFIX = ".reel-part-";
    private static final int RANDOM_BYTES = 6;
    private static final Pattern SHAPE = Pattern.compile("\\.reel-part-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PartName() {}

    static String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    static boolean is(String name) {
        return name.startsWith(PREFIX) && SHAPE.matcher(name).matches();
    }
}
