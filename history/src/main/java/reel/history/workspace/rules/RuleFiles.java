package reel.history.workspace.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import reel.stream.Refused;

/// Reads a rule file: a regular file (a link could lead anywhere) of bounded size.
final class RuleFiles {
    /// Fifty thousand patterns; more is no rule file.
    private static final long MAX_BYTES = 1 << 20;

    private RuleFiles() {}

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
        return Files.readAllBytes(file);
    }
}
