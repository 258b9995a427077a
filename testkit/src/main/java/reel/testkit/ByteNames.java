package reel.testkit;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;

/// File names as the bytes they are. A URI carries any byte in and out of a [Path] of the default file system,
/// whatever the locale; a string does not.
public final class ByteNames {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private ByteNames() {}

    /// The path of the entry `name` of `folder`.
    public static Path resolve(Path folder, byte[] name) {
        String base = folder.toAbsolutePath().toUri().getRawPath();
        StringBuilder uri = new StringBuilder("file://").append(base);
        if (!base.endsWith("/")) {
            uri.append('/');
        }
        for (byte b : name) {
            if (PLAIN.indexOf(b & 0xFF) >= 0) {
                uri.append((char) b);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /// The bytes of the last name of `path`.
    public static byte[] of(Path path) {
        String text =
                Objects.requireNonNull(path.getFileName(), "a root has no name").toString();
        if (text.chars().allMatch(c -> c < 0x80 && c != '?')) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        String raw = path.toAbsolutePath().toUri().getRawPath();
        raw = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        return decode(raw.substring(raw.lastIndexOf('/') + 1));
    }

    private static byte[] decode(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /// Readable and one to one: UTF-8 as it is, a backslash doubled, all else as `\xNN`.
    public static String show(byte[] name) {
        StringBuilder shown = new StringBuilder();
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
        } catch (CharacterCodingException notUtf8) {
            for (byte b : name) {
                escape(shown, b & 0xFF, b < 0);
            }
            return shown.toString();
        }
        decoded.codePoints().forEach(c -> escape(shown, c, false));
        return shown.toString();
    }

    private static void escape(StringBuilder shown, int character, boolean undecodable) {
        if (character == '\\') {
            shown.append("\\\\");
        } else if (undecodable || character < 0x20 || character == 0x7F) {
            shown.append("\\x").append(HexFormat.of().toHexDigits((byte) character));
        } else {
            shown.appendCodePoint(character);
        }
    }
}
