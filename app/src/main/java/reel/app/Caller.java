package reel.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.app.unlock.Prompt;
import reel.app.unlock.Secrets;

/// Who asks, from where, with what.
///
/// @param folder      where the command works
/// @param home        the user's home folder
/// @param command     the command line, for the operation log
/// @param memory      the memory profile asked for; null: the settings decide
/// @param notices     is told in one line of what the user should know and did not ask for, such as a repair
/// @param lockWait    how long to wait for another command that holds what this one needs
/// @param prompt      asks for passphrases
public record Caller(
        Path folder,
        Path home,
        Map<String, String> environment,
        String command,
        @Nullable String memory,
        Consumer<String> notices,
        Duration lockWait,
        Clock clock,
        Prompt prompt) {
    /// Long enough for a command that is about to end, short enough not to look dead.
    public static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    /// The same caller, whose notices go elsewhere.
    public Caller telling(Consumer<String> other) {
        return new Caller(folder, home, environment, command, memory, other, lockWait, clock, prompt);
    }

    /// Nobody can be asked for a passphrase.
    public Caller(
            Path folder,
            Path home,
            Map<String, String> environment,
            String command,
            @Nullable String memory,
            Consumer<String> notices,
            Duration lockWait,
            Clock clock) {
        this(folder, home, environment, command, memory, notices, lockWait, clock, Prompt.NOBODY);
    }

    /// The same caller in another folder.
    public Caller in(Path other) {
        return new Caller(other, home, environment, command, memory, notices, lockWait, clock, prompt);
    }

    /// Where this caller's secrets come from.
    public Secrets secrets() {
        return new Secrets(environment, prompt);
    }
}
