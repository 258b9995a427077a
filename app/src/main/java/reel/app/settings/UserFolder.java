package reel.app.settings;

import java.nio.file.Path;
import java.util.Map;

/// Where a user's own files of reel lie: `REEL_CONFIG_DIR`, else `reel` in `XDG_CONFIG_HOME`, else
/// `~/.config/reel`.
public final class UserFolder {
    private UserFolder() {}

    /// @param home the user's home folder
    public static Path of(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("REEL_CONFIG_DIR", "");
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return !named.isEmpty()
                ? Path.of(named)
                : !base.isEmpty() ? Path.of(base, "reel") : home.resolve(".config/reel");
    }

    /// Where what is worth keeping between commands lies, and nobody has written: `REEL_STATE_DIR`, else `reel` in
    /// `XDG_STATE_HOME`, else `~/.local/state/reel`.
    public static Path state(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("REEL_STATE_DIR", "");
        String base = environment.getOrDefault("XDG_STATE_HOME", "");
        return !named.isEmpty()
                ? Path.of(named)
                : !base.isEmpty() ? Path.of(base, "reel") : home.resolve(".local/state/reel");
    }
}
