package reel.cli.command;

import java.io.IOException;
import reel.app.Caller;
import reel.app.Workspace;
import reel.cli.screen.Callers;
import reel.cli.screen.Screen;
import reel.stream.Refused;

/// The way from a command's screen to the application.
final class Access {
    private Access() {}

    static Caller caller(Screen screen) throws Refused {
        return Callers.of(screen);
    }

    /// The workspace around the screen's folder; whoever opens it closes it.
    static Workspace open(Screen screen) throws IOException {
        Workspace workspace = Workspace.open(caller(screen));
        screen.afterwards(() -> Behind.run(screen, workspace));
        return workspace;
    }
}
