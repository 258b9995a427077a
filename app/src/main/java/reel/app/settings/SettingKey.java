package reel.app.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reel.protect.parity.Rate;
import reel.stream.Refused;

/// A setting there is.
public enum SettingKey {
    USER_NAME("user.name", "REEL_USER_NAME", "", "Your name, as commits show it."),
    USER_EMAIL("user.email", "REEL_USER_EMAIL", "", "Your e-mail address, as commits show it."),
    CHUNK_PRESET(
            "chunk.preset",
            "REEL_CHUNK_PRESET",
            "balanced",
            "How a new repository cuts files: balanced, video, project or small."),
    COMPRESSION_LEVEL(
            "compression.level", "REEL_COMPRESSION_LEVEL", "3", "How hard zstd tries, 1 (fast) to 19 (small)."),
    MEMORY(
            "memory",
            "REEL_MEMORY",
            "default",
            "Memory for the whole process: low, default, high, max, or 256m to 64g."),
    STORE_PARITY(
            "store.parity",
            "REEL_STORE_PARITY",
            "10%",
            "Repair symbols kept for what is stored: a percentage from 1% to 100%, or off."),
    STORE_PARITY_WHEN(
            "store.parity-when",
            "REEL_STORE_PARITY_WHEN",
            "background",
            "When they are made: background (behind the command), commit (the command waits) or later (reel repair).");

    private static final int MAX_VALUE_CHARS = 1000;

    private final String key;
    private final String variable;
    private final String fallback;
    private final String meaning;

    SettingKey(String key, String variable, String fallback, String meaning) {
        this.key = key;
        this.variable = variable;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /// Its dotted name, as in `config.toml` and `reel config`.
    public String key() {
        return key;
    }

    /// The environment variable that overrides both files.
    public String variable() {
        return variable;
    }

    /// Its value where nobody set one; empty where there is none.
    public String fallback() {
        return fallback;
    }

    /// One sentence for people.
    public String meaning() {
        return meaning;
    }

    /// [Refused] for a name that is no setting, with the ones there are.
    public static SettingKey of(String name) throws Refused {
        Optional<SettingKey> found = Arrays.stream(values())
                .filter(setting -> setting.key.equals(name))
                .findFirst();
        List<String> names = Arrays.stream(values()).map(SettingKey::key).toList();
        return found.orElseThrow(() -> new Refused(
                "setting '" + name + "'", "there is no such setting", "There are " + String.join(", ", names) + "."));
    }

    /// The value if it can be one of this setting's; else [Refused]. @param source where it stands, for the
    /// message
    public String check(String value, String source) throws Refused {
        String problem = problem(value);
        if (problem != null) {
            throw new Refused(
                    "setting " + key + " in " + source,
                    problem,
                    "Change it with `reel config set " + key + " <value>`, or remove it with `reel config unset " + key
                            + "`.");
        }
        return value;
    }

    private @Nullable String problem(String value) {
        if (value.length() > MAX_VALUE_CHARS) {
            return "longer than " + MAX_VALUE_CHARS + " characters";
        }
        return switch (this) {
            case USER_NAME, USER_EMAIL ->
                value.chars().anyMatch(c -> c < ' ' || c == '<' || c == '>' || c == 0x7f)
                        ? "'" + value + "' holds <, > or a control character"
                        : null;
            case CHUNK_PRESET ->
                List.of("balanced", "video", "project", "small").contains(value)
                        ? null
                        : "'" + value + "' is none of balanced, video, project, small";
            case COMPRESSION_LEVEL ->
                value.matches("[1-9]|1[0-9]") ? null : "'" + value + "' is no number from 1 to 19";
            case STORE_PARITY ->
                Rate.parse(value).isPresent()
                        ? null
                        : "'" + value + "' is neither off nor a percentage from 1% to 100%";
            case STORE_PARITY_WHEN ->
                ParityWhen.parse(value).isPresent() ? null : "'" + value + "' is none of background, commit, later";
            case MEMORY -> MemoryProfile.parse(value).isPresent() ? null : MemoryProfile.problem(value);
        };
    }
}
