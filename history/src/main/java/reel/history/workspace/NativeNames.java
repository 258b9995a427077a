package reel.history.workspace;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import reel.history.tree.RepoPath;
import reel.stream.Refused;

/// File names between the system's paths and bytes, exactly.
///
/// A Java path shows its name as text, which loses bytes that are not of the system's encoding. Where the
/// encoding is UTF-8 and the text has no replacement character the text is exact and quick; anything else goes
/// through the path's URI, whose percent-encoding keeps every byte of a Unix name.
public final class NativeNames {
    private static final char REPLACEMENT = '\uFFFD';
    private static final boolean UTF8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));
    private static final boolean UNIX = FileStat.UNIX;
    private static final int MAX_NAME_BYTES = 255;
    private static final Set<String> DEVICE_NAMES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private NativeNames() {}

    /// The bytes of the last name of `path`.
    public static byte[] name(Path path) throws Refused {
        Path last = path.getFileName();
        if (last == null) {
            throw new Refused(path.toString(), "has no name");
        }
        String text = last.toString();
        if (exact(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (!UNIX) {
            return strictUtf8(text);
        }
        String raw = last.getFileSystem().getPath("/").resolve(last).toUri().getRawPath();
        int end = raw.length() - (raw.endsWith("/") ? 1 : 0);
        return percentDecoded(raw, raw.lastIndexOf('/', end - 1) + 1, end);
    }

    private static boolean exact(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && (!UTF8 || c == REPLACEMENT)) {
                return false;
            }
        }
        return UNIX || text.indexOf(REPLACEMENT) < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    private static byte[] strictUtf8(String text) throws Refused {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException broken) {
            throw new Refused(text, "this name is not valid Unicode and cannot be kept", "Rename it.", broken);
        }
    }

    private static byte[] percentDecoded(String raw, int from, int to) {
        byte[] bytes = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[n++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else {
                bytes[n++] = (byte) c;
            }
        }
        return Arrays.copyOf(bytes, n);
    }

    /// The path of the entry called `name` in `folder`; [Refused] when this system cannot have such a name.
    public static Path child(Path folder, byte[] name) throws Refused {
        if (name.length > MAX_NAME_BYTES) {
            throw new Refused(
                    new String(name, StandardCharsets.UTF_8),
                    "a name has at most " + MAX_NAME_BYTES + " bytes, this one has " + name.length,
                    "Rename it where it was made.");
        }
        boolean ascii = true;
        for (byte b : name) {
            ascii &= b > 0;
        }
        try {
            if (ascii) {
                return checked(folder, folder.resolve(new String(name, StandardCharsets.ISO_8859_1)), name);
            }
            String text = new String(name, StandardCharsets.UTF_8);
            boolean valid = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), name);
            if (valid && (UTF8 || !UNIX)) {
                return checked(folder, folder.resolve(text), name);
            }
            if (UNIX) {
                return folder.resolve(lastOf(Path.of(percentEncoded(name))));
            }
            throw new Refused(
                    text, "this system's names are Unicode and this one is not", "Rename it where it was made.");
        } catch (InvalidPathException invalid) {
            throw new Refused(
                    new String(name, StandardCharsets.UTF_8),
                    "this system cannot have a file of that name (" + invalid.getReason() + ")",
                    "Rename it where it was made.",
                    invalid);
        }
    }

    private static Path lastOf(Path path) {
        Path last = path.getFileName();
        if (last == null) {
            throw new IllegalStateException(path + " has no name");
        }
        return last;
    }

    private static URI percentEncoded(byte[] name) {
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : name) {
            percent(uri, b);
        }
        return URI.create(uri.toString());
    }

    private static void percent(StringBuilder uri, byte b) {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
    }

    /// Names that mean something else here (drive letters, streams, devices, trailing dots) are refused.
    private static Path checked(Path folder, Path child, byte[] name) throws Refused {
        if (UNIX) {
            return child;
        }
        String text = new String(name, StandardCharsets.UTF_8);
        int dot = text.indexOf('.');
        String stem = (dot < 0 ? text : text.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        boolean wrong = text.chars().anyMatch(c -> c < 0x20 || "\\/:*?\"<>|".indexOf(c) >= 0)
                || text.endsWith(".")
                || text.endsWith(" ")
                || DEVICE_NAMES.contains(stem)
                || !folder.equals(child.getParent());
        if (wrong) {
            throw new Refused(text, "this system cannot have a file of that name", "Rename it where it was made.");
        }
        return child;
    }

    /// The path of `path` below `root`.
    public static Path resolve(Path root, RepoPath path) throws Refused {
        byte[] bytes = path.toBytes();
        if (UNIX) {
            boolean ascii = true;
            for (byte b : bytes) {
                ascii &= b > 0;
            }
            if (ascii && bytes.length <= MAX_NAME_BYTES) {
                return root.resolve(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        Path at = root;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                at = child(at, Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return at;
    }

    /// The repository's path of `path`, which lies below `root`; both absolute and normal.
    public static RepoPath relative(Path root, Path path) throws Refused {
        if (path.equals(root)) {
            throw new Refused(path.toString(), "is the workspace itself", "Name something in it.");
        }
        if (!path.startsWith(root) || path.getNameCount() <= root.getNameCount()) {
            throw new Refused(path.toString(), "lies outside the workspace " + root);
        }
        java.io.ByteArrayOutputStream joined = new java.io.ByteArrayOutputStream();
        for (int i = root.getNameCount(); i < path.getNameCount(); i++) {
            if (joined.size() > 0) {
                joined.write('/');
            }
            joined.writeBytes(name(path.getName(i)));
        }
        try {
            return RepoPath.of(joined.toByteArray());
        } catch (IllegalArgumentException unusable) {
            throw new Refused(
                    path.toString(), String.valueOf(unusable.getMessage()), "Choose a shorter path.", unusable);
        }
    }

    /// The bytes of a link's target as the system gave it.
    public static byte[] target(Path target) throws Refused {
        String text = target.toString();
        if (exact(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (!UNIX) {
            return strictUtf8(text);
        }
        boolean absolute = text.startsWith("/");
        String raw = (absolute ? target : target.getFileSystem().getPath("/").resolve(target))
                .toUri()
                .getRawPath();
        int end = raw.length() - (raw.endsWith("/") && !text.endsWith("/") ? 1 : 0);
        return percentDecoded(raw, absolute ? 0 : 1, end);
    }

    /// A path that is the target `bytes` of a link. Slashes that mean nothing (double, trailing) may be lost.
    public static Path targetPath(byte[] bytes) throws Refused {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean valid = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        try {
            if (valid && (ascii || UTF8 || !UNIX)) {
                return Path.of(text);
            }
            if (UNIX && bytes.length > 0) {
                boolean absolute = bytes[0] == '/';
                StringBuilder uri = new StringBuilder("file:///");
                for (byte b : absolute ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes) {
                    if (b == '/') {
                        uri.append('/');
                    } else {
                        percent(uri, b);
                    }
                }
                Path path = Path.of(URI.create(uri.toString()));
                return absolute ? path : path.subpath(0, path.getNameCount());
            }
        } catch (InvalidPathException invalid) {
            throw new Refused(
                    text, "this system cannot have a link to that (" + invalid.getReason() + ")", null, invalid);
        }
        throw new Refused(text, "this system cannot have a link to that");
    }

    /// Whether two targets of links lead to the same place as text: equal but for double and trailing slashes.
    public static boolean sameTarget(byte[] one, byte[] other) {
        return Arrays.equals(one, other) || Arrays.equals(slashesOnce(one), slashesOnce(other));
    }

    private static byte[] slashesOnce(byte[] target) {
        byte[] once = new byte[target.length];
        int n = 0;
        for (byte b : target) {
            if (b != '/' || n == 0 || once[n - 1] != '/') {
                once[n++] = b;
            }
        }
        return Arrays.copyOf(once, n > 1 && once[n - 1] == '/' ? n - 1 : n);
    }

    /// Whether `name` is the folder of reel itself in any spelling a file system may take for it.
    public static boolean isReserved(byte[] name) {
        return name.length == 5
                && name[0] == '.'
                && (name[1] | 0x20) == 'r'
                && (name[2] | 0x20) == 'e'
                && (name[3] | 0x20) == 'e'
                && (name[4] | 0x20) == 'l';
    }
}
