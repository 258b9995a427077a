package reel.backend;

/// An object's name: segments separated by `/`, relative, without empty, `.` or `..` segments.
public record Handle(String path) implements Comparable<Handle> {
    /// The longest handle any backend takes, in characters.
    public static final int MAX_CHARS = 1024;

    public Handle {
        if (path.isEmpty() || path.length() > MAX_CHARS || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("unusable handle: " + path);
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("unusable handle: " + path);
            }
        }
    }

    public static Handle of(String path) {
        return new Handle(path);
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
