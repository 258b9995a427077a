package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reel.app.Workspace;
import reel.app.keep.WriteParity;
import reel.cli.screen.Screen;
import reel.stream.Conflict;

/// What is done when a command that wrote packs has ended: parity for them, as the settings say.
///
/// In the background it is a process of its own, of the lowest priority, that outlives the terminal. It is only
/// started where a launcher is known (`-Dreel.launcher`), so never by tests and by programs that embed reel.
final class Behind {
    private static final String LAUNCHER = "reel.launcher";

    private Behind() {}

    /// @param workspace that the command opened and closed
    static void run(Screen screen, Workspace workspace) throws IOException {
        if (!workspace.store().hasWritten() || workspace.settings().parity().isOff()) {
            return;
        }
        switch (workspace.settings().parityWhen()) {
            case COMMIT -> {
                try {
                    new WriteParity(Duration.ofMinutes(10)).run(workspace.caller());
                } catch (Conflict another) {
                    // Whoever is at it sees these packs too.
                }
            }
            case BACKGROUND -> start(screen, workspace.folder().root());
            case LATER -> {}
        }
    }

    private static void start(Screen screen, Path root) throws IOException {
        String launcher = System.getProperty(LAUNCHER, "");
        if (launcher.isEmpty()) {
            return;
        }
        // The shell ends at once and leaves the process to the system; signals of the terminal do not reach it.
        String script = "trap '' INT HUP; nice -n 19 \"$@\" </dev/null >/dev/null 2>&1 &";
        ProcessBuilder shell = new ProcessBuilder(List.of(
                        "/bin/sh",
                        "-c",
                        script,
                        "reel",
                        launcher,
                        "-C",
                        root.toString(),
                        "--quiet",
                        "parity",
                        "--wait",
                        "0s"))
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        shell.environment().putAll(screen.around().environment());
        Process unused = shell.start();
    }
}
