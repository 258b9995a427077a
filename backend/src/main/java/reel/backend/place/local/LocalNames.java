package reel.backend.place.local;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// File names between text and the system's paths, exactly: a Java path shows bytes that are not of the system's
/// encoding as something else, and its URI shows them as they are.
final class LocalNames {
    private static final char REPLACEMENT = '\uFFFD';
    private static final boolean UTF8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));
    private static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private LocalNames() {}

    /// Whether the text of a path is all that the system knows of it.
    static boolean exact(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && (c == REPLACEMENT || Character.isSurrogate(c) || UNIX && !UTF8)) {
                return false;
            }
        }
        return true;
    }

    /// The path of `path` (segments joined by `/`) below `root`.
    static Path resolve(Path root, String path) throws Refused {
        try {
            if (exact(path)) {
                return path.isEmpty() ? root : root.resolve(path);
            }
            if (!UNIX) {
                return root.resolve(path);
            }
            StringBuilder uri = new StringBuilder("file:///");
            for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
                if (b == '/') {
                    uri.append('/');
                } else {
                    uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            }
            Path absolute = Path.of(URI.create(uri.toString()));
            return root.resolve(absolute.subpath(0, absolute.getNameCount()));
        } catch (InvalidPathException invalid) {
            throw new Refused(
                    root + "/" + path, "this system has no such name: " + invalid.getReason(), "Rename it.", invalid);
        }
    }

    /// The last name of `path`; null where it is no text, so that no path of ours leads to it.
    static @Nullable String name(Path path) {
        Path last = Objects.requireNonNull(path.getFileName(), "a root has no name");
        String text = last.toString();
        if (exact(text)) {
            return text;
        }
        return decoded(last, text);
    }

    /// A link's target as text; null where it is none.
    static @Nullable String target(Path target) {
        String text = target.toString();
        return exact(text) ? text : decoded(target, text);
    }

    /// A path that says `target` in a link, as it is written but for double and trailing slashes.
    static Path link(String target) throws Refused {
        if (target.isEmpty()) {
            throw new Refused("a link", "leads nowhere: its target is empty");
        }
        return path(target);
    }

    /// The path that the user's `text` means, absolute or from the current folder.
    static Path path(String text) throws Refused {
        try {
            if (exact(text) || !UNIX) {
                return Path.of(text);
            }
        } catch (InvalidPathException invalid) {
            throw new Refused(text, "is no path of this system: " + invalid.getReason(), null, invalid);
        }
        boolean absolute = text.startsWith("/");
        String plain = absolute ? text.replaceFirst("^/+", "") : text;
        return absolute ? resolve(Path.of("/"), plain) : resolve(Path.of(""), plain);
    }

    private static @Nullable String decoded(Path path, String text) {
        if (!UNIX) {
            String back = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            return back.equals(text) ? text : null;
        }
        byte[] bytes = bytes(path);
        String name = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(name.getBytes(StandardCharsets.UTF_8), bytes) ? name : null;
    }

    /// How to show a name that is no text: what is not ASCII as `\xNN`.
    static String shown(Path path) {
        StringBuilder shown = new StringBuilder();
        for (byte b : bytes(Objects.requireNonNull(path.getFileName()))) {
            if (b < ' ' || b == 0x7F) {
                shown.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                shown.append((char) b);
            }
        }
        return shown.toString();
    }

    private static byte[] bytes(Path path) {
        if (!UNIX) {
            return path.toString().getBytes(StandardCharsets.UTF_8);
        }
        boolean absolute = path.isAbsolute();
        String raw = (absolute ? path : path.getFileSystem().getPath("/").resolve(path))
                .toUri()
                .getRawPath();
        int from = absolute ? 0 : 1;
        int to = raw.length() - (raw.length() > from + 1 && raw.endsWith("/") ? 1 : 0);
        byte[] bytes = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            if (raw.charAt(i) == '%') {
                bytes[n++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else {
                bytes[n++] = (byte) raw.charAt(i);
            }
        }
        return Arrays.copyOf(bytes, n);
    }
}
