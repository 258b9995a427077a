package reel.backend;

/// An object's name: segments separated by `/`, relative, without empty, `.` or `..` segments. Ordered by
/// UTF-16 unit.
public record Handle(String path) implements Comparable<Handle> {
    /// The longest handle any backend takes, in characters.
    public static final int MAX_CHARS = 1024;

    public Handle {
        if (!usable(path)) {
            throw new IllegalArgumentException("unusable handle: " + path);
        }
    }

    public static Handle of(String path) {
        return new Handle(path);
    }

    /// Whether `path` can be a handle.
    public static boolean usable(String path) {
        if (path.isEmpty() || path.length() > MAX_CHARS || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// Whether the first segment is `tmp` or `locks`, where no objects live.
    public boolean reserved() {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        return first.equals("tmp") || first.equals("locks");
    }

    /// This handle, which must be able to name an object.
    public Handle requireObject() {
        if (reserved()) {
            throw new IllegalArgumentException("tmp/ and locks/ hold no objects: " + path);
        }
        return this;
    }

    /// The last segment.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(Handle other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
