package reel.history.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import reel.history.manifest.Content;
import reel.stream.hash.Hash;

/// One name in a folder. Entries are equal when their names' bytes and everything else are.
///
/// The arrays are shared, not copied: nobody writes to them. A name is one path segment, not `.`, `..` or the
/// reserved `.reel` in any case; anything else is an [IllegalArgumentException].
public sealed interface TreeEntry {
    /// The longest name, in bytes.
    int MAX_NAME_BYTES = 255;

    /// The longest link target, in bytes.
    int MAX_TARGET_BYTES = 4095;

    /// The name's bytes: one path segment, 1 to 255 bytes.
    byte[] name();

    /// The same thing under another name.
    TreeEntry withName(byte[] name);

    default String shownName() {
        return new String(name(), StandardCharsets.UTF_8);
    }

    /// Whether this and `other` are the same but for the name.
    default boolean sameThing(TreeEntry other) {
        return withName(other.name()).equals(other);
    }

    /// A regular file. @param mtimeNanos last modification in nanoseconds since 1970 when this content was added
    record File(byte[] name, Content content, boolean executable, long mtimeNanos) implements TreeEntry {
        public File {
            checkName(name);
        }

        @Override
        public File withName(byte[] newName) {
            return new File(newName, content, executable, mtimeNanos);
        }

        /// Whether the bytes and the exec bit agree; the time may differ.
        public boolean sameFile(File other) {
            return executable == other.executable && content.sameBytes(other.content);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof File that
                    && executable == that.executable
                    && mtimeNanos == that.mtimeNanos
                    && content.equals(that.content)
                    && Arrays.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(name), content, executable, mtimeNanos);
        }

        @Override
        public String toString() {
            return shownName() + (executable ? "*" : "") + " " + content;
        }
    }

    /// A symbolic link. @param target its text as bytes, never followed
    record Link(byte[] name, byte[] target) implements TreeEntry {
        public Link {
            checkName(name);
            if (target.length == 0 || target.length > MAX_TARGET_BYTES || indexOf(target, 0) >= 0) {
                throw new IllegalArgumentException(
                        "a link target has 1 to " + MAX_TARGET_BYTES + " bytes and no NUL, not " + target.length);
            }
        }

        @Override
        public Link withName(byte[] newName) {
            return new Link(newName, target);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Link that && Arrays.equals(name, that.name) && Arrays.equals(target, that.target);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(name) + Arrays.hashCode(target);
        }

        @Override
        public String toString() {
            return shownName() + " -> " + new String(target, StandardCharsets.UTF_8);
        }
    }

    /// A folder. @param tree id of its tree; an empty folder has the empty tree
    record Folder(byte[] name, Hash tree) implements TreeEntry {
        public Folder {
            checkName(name);
        }

        @Override
        public Folder withName(byte[] newName) {
            return new Folder(newName, tree);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Folder that && tree.equals(that.tree) && Arrays.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(name) + tree.hashCode();
        }

        @Override
        public String toString() {
            return shownName() + "/ " + tree;
        }
    }

    private static void checkName(byte[] name) {
        boolean dots = name.length > 0 && name.length <= 2 && name[0] == '.' && (name.length == 1 || name[1] == '.');
        if (name.length == 0
                || name.length > MAX_NAME_BYTES
                || dots
                || indexOf(name, 0) >= 0
                || indexOf(name, '/') >= 0) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME_BYTES
                    + " bytes, no / and no NUL and is not . or ..: " + new String(name, StandardCharsets.UTF_8));
        }
        if (name.length == 5
                && name[0] == '.'
                && new String(name, StandardCharsets.US_ASCII).equalsIgnoreCase(".reel")) {
            throw new IllegalArgumentException("the name .reel is reserved for the repository itself");
        }
    }

    private static int indexOf(byte[] bytes, int wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
