package reel.backend.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Host;
import reel.backend.wire.Percent;

/// An address on a server, as it goes over the wire.
///
/// @param path  encoded, with a leading `/`
/// @param query encoded, without its `?`; null for none. May hold a signature, so it is never shown
record Url(Host host, String path, @Nullable String query) {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)"
                    + "(?:\\?(?<query>[^#]*))?(?:#.*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<name>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~%-]+)(?::(?<port>\\d{0,5}))?");

    /// What follows the host in a request.
    String target() {
        return query == null ? path : path + "?" + query;
    }

    /// Something below; `relative` is decoded and may be empty.
    Url below(String relative) {
        if (relative.isEmpty()) {
            return this;
        }
        return new Url(host, (path.endsWith("/") ? path : path + "/") + Percent.path(relative), null);
    }

    /// The same as a folder, whose address ends with a slash.
    Url folder() {
        return path.endsWith("/") ? this : new Url(host, path + "/", null);
    }

    /// The folder that it lies in.
    Url parent() {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Url(host, bare.substring(0, bare.lastIndexOf('/') + 1), null);
    }

    /// Whether `other` is this as a folder; a server behind another one may say the wrong host of itself.
    boolean isSlashedBy(Url other) {
        return !path.endsWith("/") && other.path.equals(path + "/");
    }

    /// Where `reference`, of a redirect or a link, leads from here (RFC 3986 §5.2); null where it leads nowhere on
    /// the web. Servers encode less than they should, so more is taken than an address may have.
    @Nullable
    Url resolve(String reference) {
        Matcher parts = REFERENCE.matcher(clean(reference));
        if (!parts.matches()) {
            return null;
        }
        String scheme =
                Objects.requireNonNullElse(parts.group("scheme"), host.scheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        String to = parts.group("path");
        @Nullable String asked = parts.group("query");
        if (parts.group("authority") != null) {
            @Nullable Host there = host(scheme.equals("https"), parts.group("authority"));
            return there == null ? null : new Url(there, plain(to.isEmpty() ? "/" : to), asked);
        }
        if (parts.group("scheme") != null) {
            return null;
        }
        if (to.isEmpty()) {
            return new Url(host, path, asked == null ? query : asked);
        }
        String whole = to.startsWith("/") ? to : path.substring(0, path.lastIndexOf('/') + 1) + to;
        return new Url(host, plain(whole), asked);
    }

    private static @Nullable Host host(boolean tls, String authority) {
        Matcher parts = AUTHORITY.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        if (!parts.matches()) {
            return null;
        }
        String name = parts.group("name");
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        @Nullable String digits = parts.group("port");
        int port = digits == null || digits.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(digits);
        return port > 65_535 ? null : new Host(tls, bare.toLowerCase(Locale.ROOT), port);
    }

    /// Without `.` and `..` (RFC 3986 §5.2.4).
    private static String plain(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segment);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /// Servers write characters into addresses that should have been encoded.
    private static String clean(String reference) {
        StringBuilder out = new StringBuilder();
        for (byte b : reference.strip().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                out.append("%%%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// A path without its encoding; null where it is no text.
    static @Nullable String decode(String encoded) {
        byte[] bytes = new byte[encoded.length() * 3];
        int length = 0;
        for (int i = 0; i < encoded.length(); ) {
            char c = encoded.charAt(i);
            if (c != '%') {
                byte[] one = encoded.substring(i, i + 1).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, length, one.length);
                length += one.length;
                i++;
                continue;
            }
            if (i + 2 >= encoded.length() || !hex(encoded.charAt(i + 1)) || !hex(encoded.charAt(i + 2))) {
                return null;
            }
            bytes[length++] = (byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16);
            i += 3;
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        boolean same = again.length == length && Arrays.equals(again, 0, length, bytes, 0, length);
        return same ? text : null;
    }

    private static boolean hex(char c) {
        return HexFormat.isHexDigit(c);
    }

    /// For messages: without the query.
    @Override
    public String toString() {
        return host + path;
    }
}
