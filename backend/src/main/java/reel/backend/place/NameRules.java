package reel.backend.place;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// Which names a place can hold without changing or merging them.
///
/// @param foldsCase   whether `A` and `a` are the same file there
/// @param forbidden   characters that no segment may have, besides NUL and `/`
/// @param windows     whether device names (`NUL`, `COM1`) and a dot or space at the end of a segment are
///                    impossible
/// @param segmentBytes the longest segment, in bytes of UTF-8
/// @param pathBytes   the longest path, in bytes of UTF-8
public record NameRules(boolean foldsCase, String forbidden, boolean windows, int segmentBytes, int pathBytes) {
    public static final NameRules POSIX = new NameRules(false, "", false, 255, 4096);
    public static final NameRules WINDOWS = new NameRules(true, "<>:\"\\|?*", true, 255, 32_000);

    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /// Why this place cannot hold `path`, as words that follow the path in a message; null where it can.
    public @Nullable String problem(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(path)) {
            return "has a name that is no text";
        }
        if (bytes.length > pathBytes) {
            return "is longer than " + pathBytes + " bytes";
        }
        for (String segment : path.split("/", -1)) {
            String problem = segmentProblem(segment);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /// [Refused] where this place, called `place` in the message, cannot hold `path`.
    public void require(String place, String path) throws Refused {
        String problem = problem(path);
        if (problem != null) {
            throw new Refused(place + "/" + path, problem + ", which cannot be there", "Rename it.");
        }
    }

    private @Nullable String segmentProblem(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return "has an empty, '.' or '..' segment";
        }
        if (segment.getBytes(StandardCharsets.UTF_8).length > segmentBytes) {
            return "has a segment longer than " + segmentBytes + " bytes";
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == 0 || forbidden.indexOf(c) >= 0 || windows && c < ' ') {
                return "has the character " + (c < ' ' ? "U+%04X".formatted((int) c) : "'" + c + "'");
            }
        }
        if (windows) {
            if (segment.endsWith(".") || segment.endsWith(" ")) {
                return "has a segment that ends with a dot or a space";
            }
            int dot = segment.indexOf('.');
            String stem = dot < 0 ? segment : segment.substring(0, dot);
            if (DEVICES.contains(stem.toLowerCase(Locale.ROOT))) {
                return "has the name of a device, " + stem;
            }
        }
        return null;
    }

    /// What two paths have in common that are the same file there.
    public String key(String path) {
        return foldsCase ? path.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT) : path;
    }
}
