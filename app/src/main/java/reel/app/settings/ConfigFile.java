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
import java.util.Optional;
import reel.history.workspace.Durable;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// One `config.toml`, read whole and rewritten whole; keys it does not know are kept.
final class ConfigFile {
    /// A settings file of a mebibyte is a mistake.
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final CommentedConfig values;

    private ConfigFile(Path path, CommentedConfig values) {
        this.path = path;
        this.values = values;
    }

    /// The file's values; none where there is no file.
    static ConfigFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new ConfigFile(path, TomlFormat.newConfig());
        }
        if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
            throw new Refused(path.toString(), "not a settings file of at most 1 MiB", "Move it away.");
        }
        try {
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return new ConfigFile(path, new TomlParser().parse(new StringReader(text)));
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

    Path path() {
        return path;
    }

    Optional<String> get(SettingKey key) throws Refused {
        Object value = values.get(key.key());
        return value == null ? Optional.empty() : Optional.of(key.check(value.toString(), path.toString()));
    }

    void set(SettingKey key, String value) {
        values.set(key.key(), key == SettingKey.COMPRESSION_LEVEL ? (Object) Integer.valueOf(value) : value);
    }

    /// Whether it was there.
    boolean unset(SettingKey key) {
        return values.remove(key.key()) != null;
    }

    /// Written beside and renamed, so that a crash or a power failure leaves the old file or the new one.
    void save() throws IOException {
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
