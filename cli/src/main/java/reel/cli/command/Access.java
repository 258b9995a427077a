package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import reel.app.Caller;
import reel.app.Workspace;
import reel.app.unlock.Secrets;
import reel.cli.screen.Screen;
import reel.stream.Refused;

/// The way from a command's screen to the application.
final class Access {
    private Access() {}

    static Caller caller(Screen screen) throws Refused {
        String wait = screen.around().environment().getOrDefault("REEL_LOCK_WAIT", "");
        return new Caller(
                screen.folder(),
                screen.around().home(),
                environment(screen),
                String.join(" ", screen.arguments()),
                screen.options().memory,
                screen::warn,
                wait.isEmpty() ? Caller.LOCK_WAIT : Times.length(wait),
                Clock.systemDefaultZone(),
                screen.around().prompt());
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

    /// The workspace around the screen's folder; whoever opens it closes it.
    static Workspace open(Screen screen) throws IOException {
        Workspace workspace = Workspace.open(caller(screen));
        screen.afterwards(() -> Behind.run(screen, workspace));
        return workspace;
    }
}
