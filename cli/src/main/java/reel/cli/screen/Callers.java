package reel.cli.screen;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reel.app.Caller;
import reel.app.unlock.Prompt;
import reel.app.unlock.Secrets;
import reel.stream.Refused;

/// The application's view of who sits at a screen.
public final class Callers {
    private Callers() {}

    public static Caller of(Screen screen) throws Refused {
        return of(screen, screen.around().prompt());
    }

    /// @param prompt asks the person instead of the screen's own
    public static Caller of(Screen screen, Prompt prompt) throws Refused {
        String wait = screen.around().environment().getOrDefault("REEL_LOCK_WAIT", "");
        return new Caller(
                screen.folder(),
                screen.around().home(),
                environment(screen),
                command(screen),
                screen.options().memory,
                screen::warn,
                wait.isEmpty() ? Caller.LOCK_WAIT : Times.length(wait),
                Clock.systemDefaultZone(),
                prompt);
    }

    /// An identity on the command line goes before one of the environment.
    private static Map<String, String> environment(Screen screen) {
        Path identity = screen.options().identity;
        if (identity == null) {
            return screen.around().environment();
        }
        Map<String, String> more = new HashMap<>(screen.around().environment());
        more.put(Secrets.IDENTITY_FILE, screen.folder().resolve(identity).toString());
        return more;
    }

    /// The command line for the operation log, the command's name first: what kind of operation it was is read from it.
    private static String command(Screen screen) {
        List<String> words = new ArrayList<>(screen.arguments());
        int at = screen.commandIndex();
        if (at > 0) {
            words.addFirst(words.remove(at));
        }
        return String.join(" ", words);
    }
}
