package reel.cli.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import reel.app.unlock.Prompt;

/// What a process finds around it: folder, environment, the three streams. Tests bring their own.
///
/// @param home     the user's home folder
/// @param columns  width of the terminal
/// @param prompt   asks the person in front of it for secrets
public record Surroundings(
        Path folder,
        Path home,
        Map<String, String> environment,
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int columns,
        Prompt prompt) {
    private static final int DEFAULT_COLUMNS = 80;

    /// Without anybody to ask.
    public Surroundings(
            Path folder,
            Path home,
            Map<String, String> environment,
            InputStream in,
            OutputStream out,
            OutputStream err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            int columns) {
        this(folder, home, environment, in, out, err, outIsTerminal, errIsTerminal, columns, Prompt.NOBODY);
    }

    /// Those of this process.
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                home(environment),
                environment,
                System.in,
                new FileOutputStream(FileDescriptor.out),
                Terminal.stderr(),
                Terminal.is(1),
                Terminal.is(Terminal.stderrDescriptor()),
                columns(environment),
                TtyPrompt.ofProcess());
    }

    /// `HOME`, as everything else that runs here takes it; else what the system's list of users says.
    static Path home(Map<String, String> environment) {
        String said = environment.getOrDefault("HOME", "");
        try {
            Path home = Path.of(said);
            if (home.isAbsolute()) {
                return home;
            }
        } catch (InvalidPathException unusable) {
            // As if it were not set.
        }
        return Path.of(System.getProperty("user.home", "/"));
    }

    private static int columns(Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return Math.clamp(columns, 20, 1000);
        } catch (NumberFormatException none) {
            return DEFAULT_COLUMNS;
        }
    }
}
