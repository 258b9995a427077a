package reel.app.settings;

import com.electronwill.nightconfig.core.CommentedConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlFormat;
import com.electronwill.nightconfig.toml.TomlParser;
import com.electronwill.nightconfig.toml.TomlWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import reel.backend.Durable;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// A TOML file of settings, read whole and rewritten whole, its comments and order kept.
public final class TomlFile {
    /// A settings file of a mebibyte is a mistake.
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final CommentedConfig values;

    private TomlFile(Path path, CommentedConfig values) {
        this.path = path;
        this.values = values;
    }

    /// The file's values; none where there is no file.
    public static TomlFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new TomlFile(path, TomlFormat.newConfig(java.util.LinkedHashMap::new));
        }
        if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
            throw new Refused(path.toString(), "not a settings file of at most 1 MiB", "Move it away.");
        }
        try {
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            CommentedConfig values = TomlFormat.newConfig(java.util.LinkedHashMap::new);
            new TomlParser()
                    .parse(new StringReader(text), values, com.electronwill.nightconfig.core.io.ParsingMode.MERGE);
            return new TomlFile(path, values);
        } catch (ParsingException wrong) {
            throw new Corrupt(
                    path.toString(),
                    -1,
                    "TOML (https://toml.io)",
                    "something else: " + wrong.getMessage(),
                    "Correct it in an editor, or move it away.",
                    wrong);
        }
    }

    public Path path() {
        return path;
    }

    /// To be read and changed; [#save] keeps it.
    public CommentedConfig values() {
        return values;
    }

    /// Written beside and renamed, so that a crash or a power failure leaves the old file or the new one.
    public void save() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new Refused(path.toString(), "not a file in a folder");
        }
        Durable.makeFolders(folder);
        Path fresh = Files.createTempFile(folder, "config", ".tmp");
        try {
            Files.writeString(fresh, new TomlWriter().writeToString(values));
            Durable.file(fresh);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.folder(folder);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
