package reel.media.sniff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import reel.stream.seal.Compressibility;

/// One signature: bytes at an offset, some of which may be anything, and the type they mean.
final class Magic {
    private static final int MOST_BYTES = 256;

    private final int offset;
    private final byte[] bytes;
    private final boolean[] any;
    private final MediaType type;

    private Magic(int offset, byte[] bytes, boolean[] any, MediaType type) {
        this.offset = offset;
        this.bytes = bytes;
        this.any = any;
        this.type = type;
    }

    /// @param pattern parts separated by single spaces: `'text'` (no spaces inside, `_` is one), hexadecimal bytes,
    ///                or `*n` for n bytes that may be anything
    static Magic magic(
            int offset, String pattern, String mime, MediaType.Family family, Compressibility compressibility) {
        byte[] bytes = new byte[MOST_BYTES];
        boolean[] any = new boolean[MOST_BYTES];
        int length = 0;
        for (String part : pattern.split(" ")) {
            if (part.charAt(0) == '*') {
                int skip = Integer.parseInt(part.substring(1));
                Arrays.fill(any, length, length + skip, true);
                length += skip;
            } else {
                byte[] literal = part.charAt(0) == '\''
                        ? part.substring(1, part.length() - 1).replace('_', ' ').getBytes(StandardCharsets.US_ASCII)
                        : HexFormat.of().parseHex(part);
                System.arraycopy(literal, 0, bytes, length, literal.length);
                length += literal.length;
            }
        }
        return new Magic(
                offset,
                Arrays.copyOf(bytes, length),
                Arrays.copyOf(any, length),
                new MediaType(mime, family, compressibility));
    }

    boolean matches(byte[] head) {
        if (head.length < offset + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!any[i] && head[offset + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    MediaType type() {
        return type;
    }
}
