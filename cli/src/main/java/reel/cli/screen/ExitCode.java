package reel.cli.screen;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a command answers to its caller. Stable: scripts depend on the numbers (docs/exit-codes.md).
public enum ExitCode {
    OK(0, "done", "Everything asked for was done."),
    DIFFERENT(
            1,
            "different",
            "Done, but not all is settled: differences (diff --exit-code, check), conflicts left by a merge, files skipped "
                    + "by add or failed in a copy, findings of fsck."),
    USAGE(2, "usage", "The command line is wrong; nothing was done."),
    MISSING(3, "missing", "A named thing is not there: a repository, a revision, a path."),
    CORRUPT(4, "corrupt", "Stored bytes are damaged. Nothing wrong was returned or written."),
    REFUSED(5, "refused", "Against a rule: unsaved work in the way, a newer format, a name that cannot be kept."),
    CONFLICT(6, "conflict", "Somebody else was first: another command is running, or a file changed meanwhile."),
    TRANSIENT(7, "transient", "A passing fault; the same command may succeed later."),
    EXHAUSTED(8, "exhausted", "A limit was reached: disk space, memory, file size."),
    IO(9, "io", "The system failed to read or write."),
    LOCKED(
            10,
            "locked",
            "The repository is encrypted, and no right passphrase or identity was given; nothing was touched."),
    BUG(70, "bug", "A mistake in reel itself."),
    INTERRUPTED(130, "interrupted", "Stopped by Ctrl-C; nothing half-done is visible."),
    CLOSED(141, "closed", "Whatever read the output went away.");

    /// What systems say of a disk, a quota or a file that takes no more.
    private static final List<String> FULL =
            List.of("no space left", "not enough space", "quota exceeded", "file too large");

    private final int number;
    private final String word;
    private final String meaning;

    ExitCode(int number, String word, String meaning) {
        this.number = number;
        this.word = word;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /// The word for it in JSON.
    public String word() {
        return word;
    }

    /// One sentence for `reel help exit-codes`.
    public String meaning() {
        return meaning;
    }

    /// The one place where a failure becomes a number.
    public static ExitCode of(Throwable failure) {
        return switch (failure) {
            case ReelException kind ->
                switch (kind) {
                    case Missing missing -> MISSING;
                    case Corrupt corrupt -> CORRUPT;
                    case Refused refused -> REFUSED;
                    case Locked locked -> LOCKED;
                    case Conflict conflict -> CONFLICT;
                    case Transient passing -> TRANSIENT;
                    case Exhausted exhausted -> EXHAUSTED;
                };
            case Usage wrong -> USAGE;
            case Output.Closed closed -> isFull(closed.getCause()) ? EXHAUSTED : CLOSED;
            case InterruptedIOException stopped -> INTERRUPTED;
            case ClosedByInterruptException stopped -> INTERRUPTED;
            case InterruptedException stopped -> INTERRUPTED;
            case NoSuchFileException missing -> MISSING;
            case AccessDeniedException refused -> REFUSED;
            case IOException io -> isFull(io) ? EXHAUSTED : IO;
            case OutOfMemoryError full -> EXHAUSTED;
            default -> BUG;
        };
    }

    /// Whether it is the disk that is full: the system says so only in words.
    private static boolean isFull(@Nullable Throwable failure) {
        String said =
                failure == null ? "" : String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return FULL.stream().anyMatch(said::contains);
    }
}
