package reel.backend.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// The status and headers of an answer.
///
/// @param headers by name in lower case; of a header that comes twice the values joined by a comma
record Head(int status, boolean keepsAlive, Map<String, String> headers) {
    /// Far beyond what any server sends; a peer that sends more wants our memory.
    private static final int MOST_BYTES = 64 << 10;

    /// Reads the next final head, passing over provisional ones (100, 103).
    static Head read(String shown, Line line) throws IOException {
        Head head;
        int provisional = 0;
        do {
            head = readOne(shown, line);
            if (provisional++ > 8) {
                throw wrong(shown, "an answer", "only provisional ones");
            }
        } while (head.status < 200);
        return head;
    }

    private static Head readOne(String shown, Line line) throws IOException {
        int[] left = {MOST_BYTES};
        String first = line(shown, line, left);
        if (!first.startsWith("HTTP/1.") || first.length() < 12) {
            throw wrong(shown, "an HTTP answer", printable(first));
        }
        int status = number(first.substring(9, 12));
        if (status < 100) {
            throw wrong(shown, "an HTTP status", printable(first));
        }
        Map<String, String> headers = new TreeMap<>();
        for (String text = line(shown, line, left); !text.isEmpty(); text = line(shown, line, left)) {
            int colon = text.indexOf(':');
            if (colon <= 0) {
                throw wrong(shown, "an HTTP header", printable(text));
            }
            String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = text.substring(colon + 1).strip();
            String before = headers.get(name);
            headers.put(name, before == null ? value : before + ", " + value);
        }
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean keeps = first.charAt(7) == '0' ? connection.contains("keep-alive") : !connection.contains("close");
        return new Head(status, keeps, headers);
    }

    /// One line without its end.
    static String line(String shown, Line line, int[] left) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = line.read();
            if (c < 0) {
                throw new EOFException("the connection ended in an answer's head");
            }
            if (--left[0] < 0) {
                throw wrong(shown, "a head of at most " + MOST_BYTES + " bytes", "a longer one");
            }
            if (c == '\n') {
                int end = text.length();
                return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
            }
            text.append((char) c);
        }
    }

    /// -1 where the server does not tell.
    long contentLength(String shown) throws Corrupt {
        @Nullable String told = headers.get("content-length");
        if (told == null) {
            return -1;
        }
        try {
            long length = Long.parseLong(told);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw wrong(shown, "a length", printable(told));
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException notOne) {
            return -1;
        }
    }

    static Corrupt wrong(String shown, String expected, String actual) {
        return new Corrupt(
                shown, -1, expected + " of the server", actual, "Check that the endpoint is the right server.", null);
    }

    private static String printable(String text) {
        return '"' + text.substring(0, Math.min(80, text.length())).replaceAll("[^ -~]", "?") + '"';
    }
}
