package reel.app.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reel.protect.parity.Rate;
import reel.stream.Refused;

/// The settings in force: the environment before the workspace's file before the user's file before the defaults.
public final class Settings {
    /// The user's file, in the user's folder.
    private static final String USER_FILE = "config.toml";

    private static final String USER_FILE_VARIABLE = "REEL_CONFIG";

    private final Map<String, String> environment;
    private final ConfigFile user;
    private final @Nullable ConfigFile workspace;

    private Settings(Map<String, String> environment, ConfigFile user, @Nullable ConfigFile workspace) {
        this.environment = environment;
        this.user = user;
        this.workspace = workspace;
    }

    /// A value and where it stands.
    ///
    /// @param source a file, `environment REEL_…`, or `default`
    public record Setting(SettingKey key, String value, String source) {}

    /// Whose file a change goes to.
    public enum Owner {
        WORKSPACE,
        USER
    }

    /// @param home          the user's home folder
    /// @param workspaceFile the workspace's `config.toml`, which need not exist; null outside a workspace
    public static Settings load(Map<String, String> environment, Path home, @Nullable Path workspaceFile)
            throws IOException {
        String named = environment.get(USER_FILE_VARIABLE);
        Path userFile = named != null && !named.isEmpty()
                ? Path.of(named)
                : UserFolder.of(environment, home).resolve(USER_FILE);
        return new Settings(
                environment, ConfigFile.read(userFile), workspaceFile == null ? null : ConfigFile.read(workspaceFile));
    }

    /// The value in force; empty where there is none and no default.
    public Optional<Setting> find(SettingKey key) throws Refused {
        String named = environment.get(key.variable());
        if (named != null && !named.isEmpty()) {
            String source = "environment " + key.variable();
            return Optional.of(new Setting(key, key.check(named, source), source));
        }
        for (ConfigFile file : files()) {
            Optional<String> value = file.get(key);
            if (value.isPresent()) {
                return Optional.of(new Setting(key, value.get(), file.path().toString()));
            }
        }
        return key.fallback().isEmpty() ? Optional.empty() : Optional.of(new Setting(key, key.fallback(), "default"));
    }

    public Optional<String> value(SettingKey key) throws Refused {
        return find(key).map(Setting::value);
    }

    /// Every setting that has a value.
    public List<Setting> all() throws Refused {
        List<Setting> all = new ArrayList<>();
        for (SettingKey key : SettingKey.values()) {
            find(key).ifPresent(all::add);
        }
        return all;
    }

    /// Checks and stores a value.
    public void set(SettingKey key, String value, Owner owner) throws IOException {
        ConfigFile file = file(owner);
        file.set(key, key.check(value, "`reel config set`"));
        file.save();
    }

    /// Removes a value; whether there was one.
    public boolean unset(SettingKey key, Owner owner) throws IOException {
        ConfigFile file = file(owner);
        boolean was = file.unset(key);
        if (was) {
            file.save();
        }
        return was;
    }

    /// Who commits: the settings, else the system's user at this host.
    public String authorName() throws Refused {
        return value(SettingKey.USER_NAME).orElseGet(this::systemUser);
    }

    public String authorEmail() throws Refused {
        return value(SettingKey.USER_EMAIL).orElseGet(() -> systemUser() + "@" + host());
    }

    public int compressionLevel() throws Refused {
        return Integer.parseInt(value(SettingKey.COMPRESSION_LEVEL).orElseThrow());
    }

    /// How much parity packs get.
    public Rate parity() throws Refused {
        return Rate.parse(value(SettingKey.STORE_PARITY).orElseThrow()).orElseThrow();
    }

    public ParityWhen parityWhen() throws Refused {
        return ParityWhen.parse(value(SettingKey.STORE_PARITY_WHEN).orElseThrow())
                .orElseThrow();
    }

    /// @param asked what the command line says; null: the settings decide
    public MemoryProfile memory(@Nullable String asked) throws Refused {
        if (asked != null) {
            return MemoryProfile.parse(asked)
                    .orElseThrow(() -> new Refused(
                            "--memory " + asked,
                            MemoryProfile.problem(asked),
                            "Say `--memory low` for the least there is."));
        }
        return MemoryProfile.parse(value(SettingKey.MEMORY).orElseThrow()).orElseThrow();
    }

    private List<ConfigFile> files() {
        return workspace == null ? List.of(user) : List.of(workspace, user);
    }

    private ConfigFile file(Owner owner) throws Refused {
        if (owner == Owner.USER) {
            return user;
        }
        if (workspace == null) {
            throw new Refused(
                    "setting",
                    "this folder is not in a reel repository, so there is no workspace to set it for",
                    "Use --user to set it for all your repositories.");
        }
        return workspace;
    }

    private String systemUser() {
        String name = environment.getOrDefault("USER", System.getProperty("user.name", ""));
        return name.isBlank() || name.equals("?") ? "unknown" : name;
    }

    private String host() {
        String named = environment.get("HOSTNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            Path file = Path.of("/proc/sys/kernel/hostname");
            String kernel = Files.isReadable(file) ? Files.readString(file).strip() : "";
            return kernel.isEmpty() ? InetAddress.getLocalHost().getHostName() : kernel;
        } catch (UnknownHostException nameless) {
            return "localhost";
        } catch (IOException unreadable) {
            return "localhost";
        }
    }
}
