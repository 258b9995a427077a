package reel.app.remote;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// What stands behind `scheme://`, taken apart: `user@host:port/path?query`.
///
/// @param host   without the brackets of an IPv6 address
/// @param path   with a leading slash and none at its end; empty where none is named
/// @param folder whether it ended with a slash
/// @param shown  scheme, host and path for messages: no user information, no query
record Address(
        @Nullable String user,
        String host,
        int port,
        String path,
        @Nullable String query,
        boolean folder,
        String shown) {
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9_.~-]+)?");

    /// A name with a dash in front would be an option to the programs it is handed to.
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}_~][\\p{L}\\p{N}_.~-]*");

    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}/:@?#-][^\\p{Cntrl}/:]*");

    /// @param decoded whether the path is percent-encoded and may have a query, as web addresses are; else it is
    ///                the name as it is, as the tools of object stores write it
    static Address read(String scheme, String rest, boolean decoded) throws Refused {
        int end = rest.length();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '/' || (decoded && (c == '?' || c == '#'))) {
                end = i;
                break;
            }
        }
        String authority = rest.substring(0, end);
        String tail = rest.substring(end);
        int at = authority.lastIndexOf('@');
        String where = scheme + "://" + printable(authority.substring(at + 1));
        String user = at < 0 ? null : user(authority.substring(0, at), where);
        String query = null;
        if (decoded) {
            int fragment = tail.indexOf('#');
            tail = fragment < 0 ? tail : tail.substring(0, fragment);
            int mark = tail.indexOf('?');
            query = mark < 0 ? null : tail.substring(mark + 1);
            tail = mark < 0 ? tail : tail.substring(0, mark);
        }
        String shown = where + printable(tail);
        if (tail.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(shown, "holds a control character", "Write it without.");
        }
        String raw = decoded ? decode(tail, shown) : tail;
        HostAndPort host = HostAndPort.read(authority.substring(at + 1), where);
        return new Address(user, host.host, host.port, path(raw, decoded, shown), query, raw.endsWith("/"), shown);
    }

    private static String user(String text, String where) throws Refused {
        if (text.indexOf(':') >= 0) {
            throw new Refused(
                    where,
                    "has a password in its address, where everybody on this machine can read it",
                    "Leave it out: reel asks for it, or keeps it with `reel remote login`, or takes it from a file that "
                            + "the environment names (docs/remotes.md).");
        }
        String user = decode(text, where);
        if (!USER.matcher(user).matches()) {
            throw new Refused(where, "has a user name that cannot be", "Write scheme://user@host/path.");
        }
        return user;
    }

    /// A host and its port. @param port -1 where none is named
    private record HostAndPort(String host, int port) {
        static HostAndPort read(String text, String where) throws Refused {
            String host = text;
            String port = "";
            if (text.startsWith("[")) {
                int close = text.indexOf(']');
                host = close < 0 ? "" : text.substring(1, close).replace("%25", "%");
                String behind = close < 0 ? "" : text.substring(close + 1);
                if (host.indexOf(':') < 0
                        || !IPV6.matcher(host).matches()
                        || (!behind.isEmpty() && !behind.startsWith(":"))) {
                    throw new Refused(where, "has no IPv6 address in its brackets", "Write [2001:db8::1]:22.");
                }
                port = behind.isEmpty() ? "" : behind.substring(1);
            } else {
                int colon = text.indexOf(':');
                if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
                    throw new Refused(where, "has an IPv6 address without brackets", "Write [2001:db8::1]:22.");
                }
                host = colon < 0 ? text : text.substring(0, colon);
                port = colon < 0 ? "" : text.substring(colon + 1);
                if (!host.isEmpty() && !HOST.matcher(host).matches()) {
                    throw new Refused(where, "has a host that cannot be", "Write scheme://host/path.");
                }
            }
            return new HostAndPort(host, port.isEmpty() ? -1 : port(port, where));
        }

        private static int port(String text, String where) throws Refused {
            int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
            if (port < 1 || port > 65_535) {
                throw new Refused(where, "has a port that is no number from 1 to 65535", "Write host:22.");
            }
            return port;
        }
    }

    /// Without empty and `.` segments.
    private static String path(String raw, boolean merges, String shown) throws Refused {
        StringBuilder path = new StringBuilder();
        String[] segments = raw.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = segments[i];
            boolean last = i == segments.length - 1;
            if (segment.equals("..")) {
                throw new Refused(shown, "goes up by '..'", "Write the path without it.");
            }
            if (segment.isEmpty() && !last && !merges) {
                throw new Refused(
                        shown,
                        "has an empty name between two slashes, which no folder can show",
                        "Write single slashes, or rename that object with the store's own tool.");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                path.append('/').append(segment);
            }
        }
        return path.toString();
    }

    private static String decode(String text, String shown) throws Refused {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                int codePoint = text.codePointAt(i);
                bytes.put(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                throw new Refused(
                        shown, "has a '%' that begins no two digits", "Write %25 for a percent sign in an address.");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException wrong) {
            throw new Refused(shown, "is not UTF-8 behind its percent signs", "Write the name's UTF-8 bytes.", wrong);
        }
    }

    /// Without control characters.
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.toString();
    }
}
