package reel.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who asks, from where, with what.
///
/// @param folder      where the command works
/// @param home        the user's home folder
/// @param command     the command line, for the operation log
/// @param memory      the memory profile asked for; null: the settings decide
/// @param notices     is told in one line of what the user should know and did not ask for, such as a repair
/// @param lockWait    how long to wait for another command that holds what this one needs
public record Caller(
        Path folder,
        Path home,
        Map<String, String> environment,
        String command,
        @Nullable String memory,
        Consumer<String> notices,
        Duration lockWait,
        Clock clock) {
    /// Long enough for a command that is about to end, short enough not to look dead.
    public static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    /// The same caller, whose notices go elsewhere.
    public Caller telling(Consumer<String> other) {
        return new Caller(folder, home, environment, command, memory, other, lockWait, clock);
    }

    /// The same caller in another folder.
    public Caller in(Path other) {
        return new Caller(other, home, environment, command, memory, notices, lockWait, clock);
    }
}
