package reel.backend.wire;

import org.jspecify.annotations.Nullable;
import reel.backend.place.NameRules;
import reel.stream.Refused;

/// The paths of a place as the keys of a store that knows no folders: a root, then the path.
///
/// @param place the place's name, for messages
/// @param root  empty, or ends with `/`
/// @param rules of a path below the root
public record Keys(String place, String root, NameRules rules) {
    /// @param path  of a location: `/a/b`, `/a/b/`, empty
    /// @param bytes the longest key
    public static Keys of(String place, String path, int bytes) throws Refused {
        String root = path;
        while (root.startsWith("/")) {
            root = root.substring(1);
        }
        while (root.endsWith("/")) {
            root = root.substring(0, root.length() - 1);
        }
        NameRules whole = new NameRules(false, "", false, bytes, bytes);
        if (root.isEmpty()) {
            return new Keys(place, "", whole);
        }
        whole.require(place, root);
        int used = root.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;
        int left = Math.max(1, bytes - used);
        return new Keys(place, root + "/", new NameRules(false, "", false, left, left));
    }

    /// The key of a file.
    public String file(String path) throws Refused {
        rules.require(place, path);
        return root + path;
    }

    /// What the keys of everything below a folder begin with.
    public String folder(String path) throws Refused {
        return path.isEmpty() ? root : file(path) + "/";
    }

    /// The path of a key below the root; null where it is not below it.
    public @Nullable String path(String key) {
        return key.startsWith(root) ? key.substring(root.length()) : null;
    }

    /// Whether a path that a store told is one that places speak of; others are told as they are, never read.
    public boolean isPath(String path) {
        return rules.problem(path) == null;
    }

    /// For messages.
    public String shown(String path) {
        return path.isEmpty() ? place : place + "/" + path;
    }
}
