package reel.backend.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.Answer;
import reel.backend.wire.HttpTime;
import reel.stream.Corrupt;

/// A file as the headers of an answer tell it.
final class HttpEntry {
    private HttpEntry() {}

    /// @param size of the whole file, [Entry#UNKNOWN] where the answer does not tell
    static Entry of(String path, Answer answer, long size) {
        @Nullable String type = answer.header("content-type");
        return new Entry(
                path,
                Entry.Kind.FILE,
                size,
                HttpTime.date(answer.header("last-modified")),
                answer.header("etag"),
                new Meta(null, null, null, null, Map.of(), type),
                Map.of());
    }

    /// The whole size in `Content-Range: bytes 0-0/123`; [Entry#UNKNOWN] where it is not told.
    static long total(String shown, String range) throws Corrupt {
        int slash = range.lastIndexOf('/');
        String digits = slash < 0 ? "" : range.substring(slash + 1);
        if (digits.equals("*")) {
            return Entry.UNKNOWN;
        }
        if (!range.startsWith("bytes ") || !digits.matches("\\d{1,18}")) {
            throw new Corrupt(
                    shown, -1, "a range of bytes", '"' + range + '"', "Check the server, then try again.", null);
        }
        return Long.parseLong(digits);
    }

    /// Whether the header of an answer says that this is another version than `entry`.
    static boolean differs(Entry entry, Answer answer) {
        @Nullable String etag = answer.header("etag");
        if (entry.version() != null && etag != null) {
            return !same(entry.version(), etag);
        }
        @Nullable Instant modified = HttpTime.date(answer.header("last-modified"));
        return entry.modified() != null
                && modified != null
                && !seconds(entry.modified()).equals(modified);
    }

    /// Whether two tellings of one path are of different versions, as far as both tell.
    static boolean differ(Entry one, Entry other) {
        if (one.size() != Entry.UNKNOWN && other.size() != Entry.UNKNOWN && one.size() != other.size()) {
            return true;
        }
        if (one.version() != null && other.version() != null) {
            return !same(one.version(), other.version());
        }
        return one.modified() != null
                && other.modified() != null
                && !seconds(one.modified()).equals(seconds(other.modified()));
    }

    /// Headers tell whole seconds.
    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    static boolean same(String etag, String other) {
        return weak(etag).equals(weak(other));
    }

    /// A server that compresses on its way marks the same version as weak.
    private static String weak(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    /// Whether a tag may be sent as a condition of a range (RFC 9110 §13.1.5).
    static boolean strong(@Nullable String etag) {
        return etag != null && etag.startsWith("\"");
    }
}
