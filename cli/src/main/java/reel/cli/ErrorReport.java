package reel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Output;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;
import reel.stream.ReelException;

/// How a failure is told: one line, a hint, and with `--verbose` the trace; with `--json` an object.
final class ErrorReport {
    private static final String BUG_HINT =
            "This is a mistake in reel, not yours. Run again with --verbose and report what it prints.";

    private ErrorReport() {}

    static ExitCode tell(Screen screen, Throwable failure) {
        ExitCode code = ExitCode.of(failure);
        if (code == ExitCode.CLOSED) {
            return code;
        }
        tell(screen, code, message(code, failure), hint(code, failure));
        if (screen.isVerbose()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            screen.err().print(trace.toString()).flush();
        }
        return code;
    }

    static void tell(Screen screen, ExitCode code, String message, @Nullable String hint) {
        try {
            screen.out().flush();
            if (screen.isJson()) {
                screen.errJson(json -> json.object(
                        "error",
                        error -> error.put("kind", code.word())
                                .put("exit_code", code.number())
                                .put("message", message)
                                .put("hint", hint)));
                return;
            }
            Style style = screen.errStyle();
            Output err = screen.err();
            err.line(style.red("reel: error: ") + message);
            if (hint != null) {
                err.line(style.cyan("hint: ") + hint);
            }
            err.flush();
        } catch (Output.Closed | IOException nobodyListens) {
            // The exit code still tells.
        }
    }

    private static String message(ExitCode code, Throwable failure) {
        String said = failure.getMessage();
        return switch (failure) {
            case ReelException known -> String.valueOf(said);
            case NoSuchFileException gone -> gone.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            case OutOfMemoryError full -> "out of memory: " + said;
            case Output.Closed full -> "the output: the disk it goes to is full, and it is cut short";
            default ->
                switch (code) {
                    case INTERRUPTED -> "interrupted; nothing half-done is visible";
                    case EXHAUSTED -> "the disk takes no more (" + said + ")";
                    case BUG -> failure.getClass().getSimpleName() + (said == null ? "" : ": " + said);
                    default -> said == null ? failure.getClass().getSimpleName() : said;
                };
        };
    }

    private static @Nullable String hint(ExitCode code, Throwable failure) {
        if (failure instanceof ReelException known) {
            return known.hint();
        }
        if (failure instanceof Output.Closed) {
            return "Free some space, then run it again.";
        }
        return switch (code) {
            case BUG -> BUG_HINT;
            case USAGE -> "Add --help to see how it is used.";
            case EXHAUSTED ->
                failure instanceof OutOfMemoryError
                        ? "Give it more memory with --memory high."
                        : "Free some space, then try again.";
            default -> null;
        };
    }
}
