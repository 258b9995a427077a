package reel.app.unlock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// What a workspace remembers of its encrypted repository, in `.reel/encrypted`, so that it notices when it is given
/// another: one without encryption, or one under a key that somebody else made.
///
/// @param repository  its id @param fingerprint of its content key
public record Remembered(String repository, String fingerprint) {
    /// The file's name in `.reel`.
    public static final String FILE = "encrypted";

    private static final Pattern TEXT = Pattern.compile("repository = ([0-9a-f]{32})\nkey = ([0-9a-f]{16})\n");

    public String toText() {
        return "repository = " + repository + "\nkey = " + fingerprint + "\n";
    }

    /// What the file in this folder says; null where there is none.
    public static @Nullable Remembered read(Path meta) throws IOException {
        Path file = meta.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        String text = Files.size(file) > 256 ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new Corrupt(
                    file.toString(),
                    -1,
                    "the encrypted repository's id and key fingerprint",
                    "something else",
                    "If you trust the repository beside it, delete this file.",
                    null);
        }
        return new Remembered(matcher.group(1), matcher.group(2));
    }
}
