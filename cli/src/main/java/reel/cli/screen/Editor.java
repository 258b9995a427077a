package reel.cli.screen;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.stream.Missing;
import reel.stream.Refused;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The program in which the user writes: that of `REEL_EDITOR`, `VISUAL` or `EDITOR`, else `vi`.
///
/// It runs on the controlling terminal, whatever the standard streams are. Ctrl-C belongs to it while it runs.
public final class Editor {
    private static final String OWN_VARIABLE = "REEL_EDITOR";
    private static final String DEFAULT = "vi";
    private static final File TTY = new File("/dev/tty");

    private final String command;
    private final boolean onTerminal;

    private Editor(String command, boolean onTerminal) {
        this.command = command;
        this.onTerminal = onTerminal;
    }

    /// The editor; null where nobody sits in front of this process and `REEL_EDITOR` names none.
    public static @Nullable Editor of(Surroundings around) {
        Map<String, String> environment = around.environment();
        boolean onTerminal = around.errIsTerminal() && TTY.canWrite();
        if (!onTerminal && environment.getOrDefault(OWN_VARIABLE, "").isBlank()) {
            return null;
        }
        String command = Stream.of(OWN_VARIABLE, "VISUAL", "EDITOR")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(DEFAULT);
        return new Editor(command, onTerminal);
    }

    /// Opens `file` and waits until the user is done with it.
    ///
    /// @throws Refused where the editor ended badly: then nothing that it wrote counts
    public void open(Path file) throws IOException {
        // The shell takes the words of a command like `code --wait` apart.
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command + " \"$1\"", "reel", file.toString());
        if (onTerminal) {
            builder.redirectInput(TTY).redirectOutput(TTY).redirectError(TTY);
        } else {
            builder.redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        SignalHandler before = Signal.handle(new Signal("INT"), signal -> {});
        try {
            Process process = start(builder);
            int status = await(process);
            if (status != 0) {
                throw new Refused(
                        "editor '" + command + "'",
                        status == 127 ? "there is no such program" : "it ended with " + status,
                        "Set " + OWN_VARIABLE + " or EDITOR to one that works, or give the text with -m.");
            }
        } finally {
            Signal.handle(new Signal("INT"), before);
        }
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException noShell) {
            throw new Missing(
                    "editor '" + command + "'",
                    "no shell `sh` is there to start it",
                    "Give the text with -m.",
                    noShell);
        }
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while the editor was open");
            interrupted.initCause(stopped);
            throw interrupted;
        }
    }

    /// What the user wrote in `file`: without the lines that begin with `#` and blank ones around the rest.
    public static String written(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                text.append(line.stripTrailing()).append('\n');
            }
        }
        return text.toString().strip();
    }
}
