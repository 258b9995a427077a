package reel.history.op;

import java.nio.charset.StandardCharsets;
import reel.stream.Refused;

/// The rule for names of branches and tags: one that can be typed in a shell, stand in a revision and be a file
/// name.
public final class RefName {
    /// The longest name, in bytes of UTF-8.
    public static final int MAX_BYTES = 200;

    private static final String FORBIDDEN = " ~^:?*[\\\"<>|";

    private RefName() {}

    /// Returns the name, or refuses it and says why.
    public static String check(String name) throws Refused {
        String problem = problem(name);
        if (problem != null) {
            throw new Refused(
                    "name `" + name + "`",
                    problem,
                    "Use letters, digits, and - _ . / between them, for example `grade/day-2`.");
        }
        return name;
    }

    /// Whether the name is usable.
    public static boolean isValid(String name) {
        return problem(name) == null;
    }

    private static @org.jspecify.annotations.Nullable String problem(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            return "has " + bytes.length + " bytes; names have 1 to " + MAX_BYTES;
        }
        if (name.equals("HEAD") || name.equals("@") || name.contains("@{") || name.contains("..")) {
            return "would read as part of a revision";
        }
        if (!new String(bytes, StandardCharsets.UTF_8).equals(name)) {
            return "is not valid Unicode";
        }
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0)) {
            return "has a blank, a control character or one of" + FORBIDDEN;
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.startsWith("-") || segment.startsWith(".") || segment.endsWith(".")) {
                return "has a part that is empty, or starts with - or ., or ends with .";
            }
        }
        if (name.startsWith("heads/") || name.startsWith("tags/") || name.startsWith("refs/")) {
            return "starts with heads/, tags/ or refs/, which say the kind of a name";
        }
        return null;
    }
}
