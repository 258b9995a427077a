package reel.history.workspace.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import reel.stream.Refused;

/// Reads a rule file: a regular file (a link could lead anywhere) of bounded size.
final class RuleFiles {
    /// Fifty thousand patterns; more is no rule file.
    private static final long MAX_BYTES = 1 << 20;

    /// Editors on Windows put it first; it is no part of the first rule.
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private RuleFiles() {}

    /// Whether a path could match `pattern`: none has two slashes in a row, and as in git they are not taken for one.
    static boolean mayMatch(String pattern) {
        return !pattern.contains("//");
    }

    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new byte[0];
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new Refused(
                    file.toString(),
                    "a rule file has at most " + MAX_BYTES + " bytes, not " + size,
                    "Make it shorter.");
        }
        byte[] bytes = Files.readAllBytes(file);
        return Arrays.mismatch(bytes, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length
                ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length)
                : bytes;
    }
}
