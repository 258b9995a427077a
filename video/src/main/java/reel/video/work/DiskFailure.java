package reel.video.work;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a failure of the file system means to the caller.
public final class DiskFailure {
    private DiskFailure() {}

    public static IOException reading(String thing, IOException failure) {
        return switch (failure) {
            case ReelException known -> known;
            case InterruptedIOException stopped -> stopped;
            case ClosedByInterruptException stopped -> stopped(thing, stopped);
            case NoSuchFileException missing -> new Missing(thing, "is not there", null, missing);
            case AccessDeniedException denied ->
                new Refused(thing, "permission denied", "Ask its owner for access, then try again.", denied);
            default ->
                new Corrupt(
                        thing, -1, "readable bytes", "a failure of the disk (" + text(failure) + ")", null, failure);
        };
    }

    public static IOException writing(String thing, IOException failure) {
        String text = text(failure).toLowerCase(Locale.ROOT);
        return switch (failure) {
            case ReelException known -> known;
            case InterruptedIOException stopped -> stopped;
            case ClosedByInterruptException stopped -> stopped(thing, stopped);
            case AccessDeniedException denied ->
                new Refused(thing, "permission denied", "Ask the folder's owner for access, then try again.", denied);
            default -> {
                if (text.contains("no space left") || text.contains("not enough space") || text.contains("quota")) {
                    yield new Exhausted(thing, "the disk is full", "Free some space, then try again.", failure);
                }
                if (text.contains("file too large")) {
                    yield new Exhausted(thing, "the file is too large for this disk", "Use another disk.", failure);
                }
                if (text.contains("read-only")) {
                    yield new Refused(thing, "the file system is read-only", "Write elsewhere.", failure);
                }
                yield new Transient(thing, "the write failed (" + text(failure) + ")", null, failure);
            }
        };
    }

    private static IOException stopped(String thing, IOException cause) {
        InterruptedIOException stopped = new InterruptedIOException("interrupted at " + thing);
        stopped.initCause(cause);
        return stopped;
    }

    private static String text(IOException failure) {
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
