package reel.backend.wire;

import java.nio.charset.StandardCharsets;

/// Percent-encoding as signatures want it: every byte but unreserved ones (RFC 3986 §2.3), in upper-case digits.
public final class Percent {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private Percent() {}

    /// Of one segment or one query value: a `/` is encoded, too.
    public static String encode(String text) {
        return encode(text, "");
    }

    /// Of a path: `/` stays.
    public static String path(String text) {
        return encode(text, "/");
    }

    private static String encode(String text, String kept) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(digit(c >> 4)).append(digit(c & 15));
            }
        }
        return out.toString();
    }

    private static char digit(int value) {
        return (char) (value < 10 ? '0' + value : 'A' + value - 10);
    }
}
