package reel.backend.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.backend.wire.Answer;
import reel.backend.wire.Interruption;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;

/// One version of a file on a web server.
///
/// A server that ignores ranges sends all of it each time; what was not wanted is passed over.
final class HttpReading implements Reading {
    private final Caller caller;
    private final String shown;
    private final Url url;
    private final Entry entry;
    private final Runnable withoutRanges;
    private volatile boolean closed;

    /// @param withoutRanges told when the server answers a range with all of the file
    HttpReading(Caller caller, String shown, Url url, Entry entry, Runnable withoutRanges) {
        this.withoutRanges = withoutRanges;
        this.caller = caller;
        this.shown = shown;
        this.url = url;
        this.entry = entry;
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
        boolean known = entry.size() != Entry.UNKNOWN;
        long wanted = length == Entry.UNKNOWN && known ? entry.size() - offset : length;
        if (offset < 0 || wanted < Entry.UNKNOWN || known && (wanted < 0 || wanted > entry.size() - offset)) {
            throw new Refused(
                    shown, "bytes " + offset + " + " + wanted + " are past the end of a file of " + entry.size());
        }
        if (wanted == 0) {
            return;
        }
        boolean all = offset == 0 && (!known || wanted == entry.size());
        Map<String, String> headers = new HashMap<>();
        if (!all) {
            headers.put("Range", "bytes=" + offset + "-" + (wanted < 0 ? "" : offset + wanted - 1));
        }
        if (HttpEntry.strong(entry.version())) {
            headers.put("If-Match", String.valueOf(entry.version()));
        }
        try (Answer answer = caller.send(shown, "GET", url, headers, null)) {
            if (answer.status() == 404 || answer.status() == 410) {
                throw new Missing(shown, "vanished while it was read (" + answer.status() + ")");
            }
            if (!answer.succeeded()) {
                throw HttpFailure.of(shown, answer);
            }
            if (check(answer, offset, wanted)) {
                readRange(answer, wanted, sink);
            } else {
                if (!all) {
                    withoutRanges.run();
                }
                readPart(answer, offset, wanted, sink);
            }
        }
    }

    /// That the answer is of this version and this range.
    ///
    /// @return whether it is the range; else it is all of the file
    private boolean check(Answer answer, long offset, long wanted) throws IOException {
        if (HttpEntry.differs(entry, answer)) {
            throw changed();
        }
        @Nullable String coding = answer.header("content-encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw wrong("the file's own bytes", "them coded as " + coding);
        }
        if (answer.status() == 206) {
            String range = String.valueOf(answer.header("content-range"));
            if (!range.startsWith("bytes " + offset + "-" + (wanted < 0 ? "" : (offset + wanted - 1) + "/"))) {
                throw wrong("bytes " + offset + " + " + wanted, '"' + range + '"');
            }
            long total = HttpEntry.total(shown, range);
            if (total != Entry.UNKNOWN && entry.size() != Entry.UNKNOWN && total != entry.size()) {
                throw changed();
            }
            return true;
        }
        long told = answer.length();
        if (told >= 0 && entry.size() != Entry.UNKNOWN && told != entry.size()) {
            throw changed();
        }
        return false;
    }

    /// @param wanted [Entry#UNKNOWN] for all that comes
    private void readRange(Answer answer, long wanted, Pieces sink) throws IOException {
        long[] at = {0};
        answer.read(piece -> {
            at[0] += piece.byteSize();
            if (wanted >= 0 && at[0] > wanted) {
                throw wrong(wanted + " bytes", "more of them");
            }
            sink.accept(piece);
        });
        requireAll(at[0], wanted);
    }

    /// From an answer of the whole file.
    private void readPart(Answer answer, long offset, long wanted, Pieces sink) throws IOException {
        long end = wanted < 0 ? Long.MAX_VALUE : offset + wanted;
        boolean toTheEnd = wanted < 0 || end == entry.size();
        long[] at = {0};
        try {
            answer.read(piece -> {
                long from = Math.max(0, offset - at[0]);
                long to = Math.min(piece.byteSize(), end - at[0]);
                at[0] += piece.byteSize();
                if (from < to) {
                    sink.accept(piece.asSlice(from, to - from));
                }
                if (at[0] >= end && !toTheEnd) {
                    throw new Enough();
                }
            });
        } catch (Enough enough) {
            return;
        }
        if (wanted >= 0 && at[0] > end) {
            throw wrong(entry.size() + " bytes", "more of them");
        }
        requireAll(at[0], wanted < 0 ? wanted : end);
    }

    private void requireAll(long came, long wanted) throws Transient {
        if (wanted >= 0 && came < wanted) {
            throw new Transient(shown, "the server sent " + came + " of " + wanted + " bytes", null, null);
        }
    }

    /// The rest of an answer is not wanted; its connection is given up.
    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private Conflict changed() {
        return new Conflict(shown, "changed while it was read", "Run the command again.");
    }

    private Corrupt wrong(String expected, String actual) {
        return new Corrupt(shown, -1, expected + " from the server", actual, "Check the server, then try again.", null);
    }

    @Override
    public void close() {
        closed = true;
    }
}
