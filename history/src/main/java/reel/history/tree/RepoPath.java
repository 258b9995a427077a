package reel.history.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path inside the repository as bytes: segments separated by `/`, relative, no empty, `.` or `..` segment, no
/// NUL.
///
/// Names are bytes because Linux names are; they are shown as UTF-8. The order is depth first: `/` sorts below
/// every other byte, so a folder's content is contiguous and in the order of its tree's entries.
public final class RepoPath implements Comparable<RepoPath> {
    /// The longest path, in bytes.
    public static final int MAX_BYTES = 4095;

    private final byte[] bytes;

    private RepoPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Throws [IllegalArgumentException] with the reason for an unusable path.
    public static RepoPath of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a path has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                int length = i - start;
                if (length == 0
                        || (length == 1 && bytes[start] == '.')
                        || (length == 2 && bytes[start] == '.' && bytes[start + 1] == '.')) {
                    throw new IllegalArgumentException("empty, . or .. in path " + show(bytes));
                }
                start = i + 1;
            } else if (bytes[i] == 0) {
                throw new IllegalArgumentException("NUL in path " + show(bytes));
            }
        }
        return new RepoPath(bytes.clone());
    }

    public static RepoPath of(String utf8) {
        return of(utf8.getBytes(StandardCharsets.UTF_8));
    }

    public RepoPath child(byte[] name) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return of(joined);
    }

    /// A path of one segment.
    public static RepoPath ofName(byte[] name) {
        return of(name);
    }

    /// The folder that holds this; null at the top.
    public @Nullable RepoPath parent() {
        int slash = lastSlash();
        return slash < 0 ? null : new RepoPath(Arrays.copyOf(bytes, slash));
    }

    public int segmentCount() {
        int count = 1;
        for (byte b : bytes) {
            count += b == '/' ? 1 : 0;
        }
        return count;
    }

    /// The name at `depth`, 0 for the top one.
    public byte[] segment(int depth) {
        int start = 0;
        for (int left = depth; left > 0; start++) {
            left -= bytes[start] == '/' ? 1 : 0;
        }
        int end = start;
        while (end < bytes.length && bytes[end] != '/') {
            end++;
        }
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The names from the top down.
    public List<byte[]> segments() {
        List<byte[]> segments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                segments.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return segments;
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /// The last segment.
    public byte[] name() {
        int slash = lastSlash();
        return Arrays.copyOfRange(bytes, slash + 1, bytes.length);
    }

    /// Whether this is `folder` itself or lies below it.
    public boolean isWithin(RepoPath folder) {
        int n = folder.bytes.length;
        return bytes.length >= n
                && Arrays.equals(bytes, 0, n, folder.bytes, 0, n)
                && (bytes.length == n || bytes[n] == '/');
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '/') {
            i--;
        }
        return i;
    }

    @Override
    public int compareTo(RepoPath other) {
        int i = Arrays.mismatch(bytes, other.bytes);
        if (i < 0) {
            return 0;
        }
        if (i >= bytes.length || i >= other.bytes.length) {
            return Integer.compare(bytes.length, other.bytes.length);
        }
        return Integer.compare(rank(bytes[i]), rank(other.bytes[i]));
    }

    private static int rank(byte b) {
        return b == '/' ? 0 : b & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepoPath that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private static String show(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// UTF-8, with replacement characters where the bytes are something else.
    @Override
    public String toString() {
        return show(bytes);
    }
}
