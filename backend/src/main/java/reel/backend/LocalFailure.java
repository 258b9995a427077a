package reel.backend;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a failed file operation means to the caller.
///
/// The JDK gives most system errors as text in the user's language, so where the text says nothing the file
/// system is asked: is it read-only, is it full?
public final class LocalFailure {
    /// Less free space than this beyond what was asked for counts as full: metadata needs some too.
    private static final long FULL_BYTES = 64 << 10;

    /// What the common file systems take; Windows and macOS count characters and take a little more.
    private static final int MAX_NAME_BYTES = 255;

    private static final int MAX_PATH_BYTES = 4095;

    private LocalFailure() {}

    public static IOException reading(Path path, IOException failure) {
        IOException known = common(path.toString(), failure);
        if (known != null) {
            return known;
        }
        if (Files.isDirectory(path) || isBelowFile(path) || isNameTooLong(path)) {
            return new Missing(path.toString(), "there is no such object", null, failure);
        }
        if (failure.getCause() instanceof OutOfMemoryError) {
            return new Exhausted(
                    path.toString(),
                    "can not be mapped into memory: too many or too large mappings",
                    "Raise the limit (`sysctl vm.max_map_count`), then try again.",
                    failure);
        }
        return new Corrupt(
                path.toString(),
                -1,
                "readable bytes",
                "a device or file system error (" + reason(failure) + ")",
                "Check the disk, then run `reel fsck`.",
                failure);
    }

    /// Nothing where it is not known how many.
    private static String needed(long bytes) {
        return bytes > 0 ? "; " + bytes + " bytes are needed" : "";
    }

    /// @param bytes how many bytes the operation needs on the disk
    public static IOException writing(Path path, long bytes, IOException failure) {
        return writing(path, path.toString(), bytes, failure);
    }

    /// @param shown what the user knows the thing by, where `path` is a temporary file
    public static IOException writing(Path path, String shown, long bytes, IOException failure) {
        IOException known = common(shown, failure);
        if (known != null) {
            return known;
        }
        String reason = reason(failure).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("not enough space") || isFull(path, bytes)) {
            return new Exhausted(
                    shown, "the disk is full" + needed(bytes), "Free some space, then try again.", failure);
        }
        if (reason.contains("quota")) {
            return new Exhausted(
                    shown,
                    "the disk quota is used up" + needed(bytes),
                    "Free some space or raise the quota, then try again.",
                    failure);
        }
        if (reason.contains("file too large")) {
            return new Exhausted(
                    shown, bytes + " bytes are more than a file can have here", "Use another disk.", failure);
        }
        if (reason.contains("read-only") || isReadOnly(path)) {
            return new Refused(shown, "the file system is read-only", "Mount it writable, then try again.", failure);
        }
        if (failure instanceof AtomicMoveNotSupportedException) {
            return new Refused(
                    shown,
                    "is on another disk than the folder for unfinished writes, so nothing can be moved there whole",
                    "Keep the folder on one disk.",
                    failure);
        }
        if (isBelowFile(path)) {
            return new Refused(shown, "a file is where its folder should be", null, failure);
        }
        if (isNameTooLong(path)) {
            return new Refused(shown, "the name is too long for this file system", null, failure);
        }
        if (Files.isDirectory(path)) {
            return new Refused(shown, "is a folder, not an object", null, failure);
        }
        return new Transient(shown, "the write failed (" + reason(failure) + ")", null, failure);
    }

    /// What means the same whatever was done; null where it is none of that.
    private static @Nullable IOException common(String shown, IOException failure) {
        return switch (failure) {
            case ReelException known -> known;
            case InterruptedIOException interrupted -> interrupted;
            case ClosedByInterruptException interrupted -> interrupted(shown, interrupted);
            case FileLockInterruptionException interrupted -> interrupted(shown, interrupted);
            case NoSuchFileException missing -> new Missing(shown, "not there", null, missing);
            case FileNotFoundException missing -> new Missing(shown, "not there", null, missing);
            case AccessDeniedException denied ->
                new Refused(
                        shown,
                        "permission denied" + (denied.getFile() == null ? "" : " on " + denied.getFile()),
                        "Ask the folder's owner for access, then try again.",
                        denied);
            default ->
                reason(failure).toLowerCase(Locale.ROOT).contains("too many open files")
                        ? new Exhausted(
                                shown,
                                "this process may open no more files",
                                "Raise the limit (`ulimit -n`), then try again.",
                                failure)
                        : null;
        };
    }

    private static InterruptedIOException interrupted(String shown, IOException cause) {
        InterruptedIOException stopped = new InterruptedIOException("interrupted at " + shown);
        stopped.initCause(cause);
        return stopped;
    }

    /// Whether something that is no folder is where a folder above `path` should be.
    public static boolean isBelowFile(Path path) {
        Path above = path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static boolean isNameTooLong(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES
                || path.getFileName() != null
                        && path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isFull(Path path, long bytes) {
        try {
            return Files.getFileStore(existing(path)).getUsableSpace() < bytes + FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isReadOnly(Path path) {
        try {
            return Files.getFileStore(existing(path)).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Path existing(Path path) {
        Path here = path.toAbsolutePath();
        while (!Files.exists(here) && here.getParent() != null) {
            here = here.getParent();
        }
        return here;
    }
}
