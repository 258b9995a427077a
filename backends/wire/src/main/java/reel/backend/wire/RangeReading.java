package reel.backend.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// One version of an object, read by ranges.
public final class RangeReading implements Reading {
    private final String shown;
    private final Entry entry;
    private final Asking asking;
    private volatile boolean closed;

    /// Asks for a range of one version; whatever the server refuses it throws, by kind.
    @FunctionalInterface
    public interface Asking {
        /// @return an answer of 200 or 206
        Answer ask(long offset, long length) throws IOException;
    }

    /// @param entry of known size
    public RangeReading(String shown, Entry entry, Asking asking) {
        this.shown = shown;
        this.entry = entry;
        this.asking = asking;
    }

    /// That `entry` can be read, else [Refused].
    public static void requireFile(String shown, Entry entry) throws Refused {
        if (!entry.isFile()) {
            throw new Refused(shown, "is no file");
        }
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public void read(long offset, long length, Pieces sink) throws IOException {
        if (closed) {
            throw new IllegalStateException(shown + " is closed");
        }
        Interruption.check(shown);
        long wanted = wanted(shown, entry, offset, length);
        if (wanted == 0) {
            return;
        }
        try (Answer answer = asking.ask(offset, wanted)) {
            check(answer, offset, wanted);
            long[] left = {wanted};
            answer.read(piece -> {
                left[0] -= piece.byteSize();
                if (left[0] < 0) {
                    throw wrong(wanted + " bytes", "more of them");
                }
                sink.accept(piece);
            });
            if (left[0] != 0) {
                throw wrong(wanted + " bytes", (wanted - left[0]) + " of them");
            }
        }
    }

    /// How many bytes `length` means from `offset`; what the file has not is [Refused].
    static long wanted(String shown, Entry entry, long offset, long length) throws Refused {
        long wanted = length == Entry.UNKNOWN ? entry.size() - offset : length;
        if (offset < 0 || wanted < 0 || wanted > entry.size() - offset) {
            throw new Refused(
                    shown, "bytes " + offset + " + " + wanted + " are past the end of a file of " + entry.size());
        }
        return wanted;
    }

    private void check(Answer answer, long offset, long wanted) throws IOException {
        @Nullable String range = answer.header("content-range");
        if (answer.status() == 206 || range != null) {
            String told = range == null ? "none" : range;
            String expected = "bytes " + offset + "-" + (offset + wanted - 1) + "/";
            if (!told.startsWith(expected)) {
                throw wrong("the range " + expected, told);
            }
            if (!told.equals(expected + entry.size()) && !told.equals(expected + "*")) {
                throw new Conflict(shown, "changed while it was read", "Run the command again.");
            }
        } else if (wanted != entry.size()) {
            throw wrong("a range of the file", "all of it");
        }
        long length = answer.length();
        if (length >= 0 && length != wanted) {
            throw wrong(wanted + " bytes", "an answer of " + length);
        }
    }

    private Corrupt wrong(String expected, String actual) {
        return new Corrupt(shown, -1, expected + " from the server", actual, "Check the server, then try again.", null);
    }

    @Override
    public void close() {
        closed = true;
    }
}
