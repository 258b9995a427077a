package reel.history.tree;

import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.history.manifest.Content;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// The bytes of one tree entry, in trees and wherever else an entry is kept: docs/format/tree.md.
public final class EntryCodec {
    /// The shortest entry: a link with a name and a target of one byte.
    public static final int MIN_BYTES = 5;

    private static final int EXECUTABLE = 1;
    private static final int LINK = 2;
    private static final int FOLDER = 3;
    private static final int KIND_BITS = 3;

    private EntryCodec() {}

    public static void encode(Encoder out, TreeEntry entry) {
        byte[] name = entry.name();
        switch (entry) {
            case TreeEntry.File file -> {
                Content content = file.content();
                out.u8((file.executable() ? EXECUTABLE : 0) | content.height() << KIND_BITS);
                out.u8(name.length).raw(name);
                out.varint(content.size()).i64(file.mtimeNanos()).hash(content.fileHash());
                if (content.height() > 0) {
                    out.hash(content.root());
                }
            }
            case TreeEntry.Link link -> out.u8(LINK).u8(name.length).raw(name).sized(link.target());
            case TreeEntry.Folder folder ->
                out.u8(FOLDER).u8(name.length).raw(name).hash(folder.tree());
        }
    }

    public static TreeEntry decode(Decoder in) throws Corrupt {
        int kind = in.u8("entry kind");
        byte[] name = in.raw(in.u8("name length"), "name");
        try {
            return switch (kind) {
                case LINK -> new TreeEntry.Link(name, in.sized(TreeEntry.MAX_TARGET_BYTES, "link target"));
                case FOLDER -> new TreeEntry.Folder(name, in.hash("tree id"));
                default -> file(in, kind, name);
            };
        } catch (IllegalArgumentException e) {
            throw in.corrupt("a usable entry", String.valueOf(e.getMessage()));
        }
    }

    private static TreeEntry.File file(Decoder in, int kind, byte[] name) throws Corrupt {
        if ((kind & (1 << KIND_BITS) - 1) > EXECUTABLE) {
            throw in.corrupt("a known entry kind", Integer.toString(kind));
        }
        int height = kind >>> KIND_BITS;
        long size = in.varint(Long.MAX_VALUE, "file size");
        long mtimeNanos = in.i64("modification time");
        Hash fileHash = in.hash("file hash");
        Hash root = height == 0 ? fileHash : in.hash("manifest id");
        return new TreeEntry.File(
                name, new Content(size, fileHash, root, height), (kind & EXECUTABLE) != 0, mtimeNanos);
    }
}
