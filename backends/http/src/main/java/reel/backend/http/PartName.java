package reel.backend.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Names of unfinished uploads, beside the files they will be: `.reel-part-` and twelve hexadecimal digits.
final class PartName {
    private static final Pattern NAME = Pattern.compile("\\.reel-part-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PartName() {}

    static String next() {
        byte[] bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return ".reel-part-" + HexFormat.of().formatHex(bytes);
    }

    static boolean is(String name) {
        return NAME.matcher(name).matches();
    }
}
