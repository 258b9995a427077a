package reel.cli.command;

import java.io.IOException;
import java.time.Clock;
import reel.app.Caller;
import reel.app.Workspace;
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
                screen.around().environment(),
                String.join(" ", screen.arguments()),
                screen.options().memory,
                screen::warn,
                wait.isEmpty() ? Caller.LOCK_WAIT : Times.length(wait),
                Clock.systemDefaultZone());
    }

    /// The workspace around the screen's folder; whoever opens it closes it.
    static Workspace open(Screen screen) throws IOException {
        Workspace workspace = Workspace.open(caller(screen));
        screen.afterwards(() -> Behind.run(screen, workspace));
        return workspace;
    }
}
