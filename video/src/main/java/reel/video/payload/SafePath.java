package reel.video.payload;

import java.nio.charset.StandardCharsets;
import reel.stream.Refused;

/// Whether a name from a video may become a file: it must lead to below the folder that was chosen, on every system.
public final class SafePath {
    private static final int MOST_BYTES = 4095;
    private static final int MOST_PART_BYTES = 255;

    private SafePath() {}

    /// @param thing the video, for the message
    public static void check(String thing, String path) throws Refused {
        String wrong = wrong(path);
        if (wrong != null) {
            throw new Refused(
                    thing,
                    "holds a file named \"" + printable(path) + "\", which " + wrong,
                    "Nothing was written. Do not trust where it comes from.");
        }
    }

    static @org.jspecify.annotations.Nullable String wrong(String path) {
        if (path.isEmpty()) {
            return "is no name";
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return "is longer than names can be";
        }
        if (path.startsWith("/") || path.startsWith("\\") || path.matches("[A-Za-z]:[/\\\\].*")) {
            return "is absolute";
        }
        for (String part : path.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                return "leads out of the folder or nowhere";
            }
            if (part.startsWith("..\\") || part.contains("\\..")) {
                return "leads out of the folder on some systems";
            }
            if (part.indexOf('\0') >= 0) {
                return "has a zero byte in it";
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > MOST_PART_BYTES) {
                return "is longer than names can be";
            }
        }
        return null;
    }

    /// Whether a link in `path` may point to `target`: to below the folder too.
    static boolean staysInside(String path, String target) {
        if (target.isEmpty()
                || target.startsWith("/")
                || target.startsWith("\\")
                || target.indexOf('\0') >= 0
                || target.matches("[A-Za-z]:.*")
                || target.contains("\\")) {
            return false;
        }
        int depth = path.split("/", -1).length - 1;
        for (String part : target.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.equals(".") || part.isEmpty() ? 0 : 1;
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    private static String printable(String path) {
        String shown = path.length() > 200 ? path.substring(0, 200) + "…" : path;
        return shown.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
