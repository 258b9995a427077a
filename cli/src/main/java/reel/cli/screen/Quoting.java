package reel.cli.screen;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Names as text that no terminal misreads: as they are, or C-quoted where they hold control characters, quotes,
/// backslashes or bytes that are not UTF-8, the way git quotes them.
public final class Quoting {
    private Quoting() {}

    public static String quote(byte[] name) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException notText) {
            return octal(name);
        }
        return isHarmless(text) ? text : octal(name);
    }

    /// Whether the bytes are valid UTF-8.
    public static boolean isText(byte[] name) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }

    /// A message with names in it: only what a terminal misreads is escaped, as in [#quote], and nothing is quoted.
    public static String escape(String message) {
        StringBuilder escaped = new StringBuilder();
        message.codePoints().forEach(c -> {
            if (isMisread(c)) {
                octal(Character.toString(c).getBytes(StandardCharsets.UTF_8), escaped);
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean isHarmless(String text) {
        return text.codePoints().noneMatch(c -> c == '"' || c == '\\' || isMisread(c));
    }

    private static boolean isMisread(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    private static String octal(byte[] name) {
        StringBuilder quoted = new StringBuilder("\"");
        octal(name, quoted);
        return quoted.append('"').toString();
    }

    private static void octal(byte[] name, StringBuilder quoted) {
        for (byte b : name) {
            switch (b) {
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        quoted.append((char) b);
                    } else {
                        quoted.append('\\')
                                .append((char) ('0' + (b >> 6 & 3)))
                                .append((char) ('0' + (b >> 3 & 7)))
                                .append((char) ('0' + (b & 7)));
                    }
                }
            }
        }
    }
}
