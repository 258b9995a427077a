package reel.history.tree;

import java.nio.charset.StandardCharsets;
import reel.history.manifest.Content;
import reel.stream.hash.Hash;

/// One name in a folder.
public sealed interface TreeEntry {
    /// The name's bytes: one path segment, 1 to 255 bytes.
    byte[] name();

    default String shownName() {
        return new String(name(), StandardCharsets.UTF_8);
    }

    /// A regular file. @param mtimeNanos last modification in nanoseconds since 1970 when this content was added
    record File(byte[] name, Content content, boolean executable, long mtimeNanos) implements TreeEntry {}

    /// A symbolic link. @param target its text as bytes, never followed
    record Link(byte[] name, byte[] target) implements TreeEntry {}

    /// A folder. @param tree id of its tree; an empty folder has the empty tree
    record Folder(byte[] name, Hash tree) implements TreeEntry {}
}
