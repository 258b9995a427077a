package reel.app.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import reel.stream.Refused;

/// One `config.toml`: settings by their dotted names; keys it does not know are kept.
final class ConfigFile {
    private final TomlFile file;

    private ConfigFile(TomlFile file) {
        this.file = file;
    }

    /// The file's values; none where there is no file.
    static ConfigFile read(Path path) throws IOException {
        return new ConfigFile(TomlFile.read(path));
    }

    Path path() {
        return file.path();
    }

    Optional<String> get(SettingKey key) throws Refused {
        Object value = file.values().get(key.key());
        return value == null ? Optional.empty() : Optional.of(key.check(value.toString(), path().toString()));
    }

    void set(SettingKey key, String value) {
        file.values().set(key.key(), key == SettingKey.COMPRESSION_LEVEL ? (Object) Integer.valueOf(value) : value);
    }

    /// Whether it was there.
    boolean unset(SettingKey key) {
        return file.values().remove(key.key()) != null;
    }

    void save() throws IOException {
        file.save();
    }
}
