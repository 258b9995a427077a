package reel.history.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// One chunk of a tree: a leaf with entries, or an inner node with children. The layout is docs/format/tree.md.
sealed interface TreeNode {
    String MAGIC = "rtr";
    int VERSION = 1;

    /// The four children before a content cut make at least 4^16 entries fit.
    int MAX_LEVEL = 16;

    int MAX_COUNT = 512;

    /// A name of one byte, a count, an id.
    int MIN_CHILD_BYTES = 3 + Hash.BYTES;

    /// A node is closed at 64 KiB; its last entry (a link with the longest name and target) may reach past that.
    int MAX_BYTES = (64 << 10) + 8192;

    int level();

    /// Name of the last entry below; empty for the empty tree.
    byte[] lastName();

    /// Entries below.
    long entryCount();

    /// @param entries in ascending order of name
    record Leaf(List<TreeEntry> entries) implements TreeNode {
        @Override
        public int level() {
            return 0;
        }

        @Override
        public byte[] lastName() {
            return entries.isEmpty() ? new byte[0] : entries.getLast().name();
        }

        @Override
        public long entryCount() {
            return entries.size();
        }
    }

    record Inner(int level, List<Child> children) implements TreeNode {
        @Override
        public byte[] lastName() {
            return children.getLast().lastName;
        }

        @Override
        public long entryCount() {
            long count = 0;
            for (Child child : children) {
                count += child.entryCount;
            }
            return count;
        }
    }

    /// @param lastName   name of the last entry below it
    /// @param entryCount entries below it
    record Child(byte[] lastName, long entryCount, Hash id) {
        void encode(Encoder out) {
            out.u8(lastName.length).raw(lastName).varint(entryCount).hash(id);
        }
    }

    /// Starts a node's bytes; `count` entries or children follow.
    static void encodeHead(Encoder out, int level, int count) {
        out.u8('r').u8('t').u8('r').u8(VERSION).u8(level).varint(count);
    }

    static TreeNode decode(byte[] bytes, String thing) throws Corrupt, Refused {
        Decoder in = Decoder.of(bytes, thing);
        in.header(MAGIC, VERSION);
        int level = in.u8("level");
        if (level > MAX_LEVEL) {
            throw in.corrupt("a level of at most " + MAX_LEVEL, Integer.toString(level));
        }
        int count = in.count(MAX_COUNT, level == 0 ? EntryCodec.MIN_BYTES : MIN_CHILD_BYTES, "count");
        TreeNode node = level == 0 ? decodeLeaf(in, count) : decodeInner(in, level, count);
        in.end();
        return node;
    }

    private static Leaf decodeLeaf(Decoder in, int count) throws Corrupt {
        List<TreeEntry> entries = new ArrayList<>(count);
        byte[] previous = new byte[0];
        for (int i = 0; i < count; i++) {
            TreeEntry entry = EntryCodec.decode(in);
            checkOrder(in, previous, entry.name());
            previous = entry.name();
            entries.add(entry);
        }
        return new Leaf(entries);
    }

    private static Inner decodeInner(Decoder in, int level, int count) throws Corrupt {
        if (count == 0) {
            throw in.corrupt("children", "none");
        }
        List<Child> children = new ArrayList<>(count);
        byte[] previous = new byte[0];
        long total = 0;
        for (int i = 0; i < count; i++) {
            byte[] lastName = in.raw(in.u8("name length"), "name");
            checkOrder(in, previous, lastName);
            previous = lastName;
            long entries = in.varint(Integer.MAX_VALUE, "entry count");
            total += entries;
            if (entries == 0 || total > Integer.MAX_VALUE) {
                throw in.corrupt("1 to " + Integer.MAX_VALUE + " entries", Long.toString(total));
            }
            children.add(new Child(lastName, entries, in.hash("child id")));
        }
        return new Inner(level, children);
    }

    private static void checkOrder(Decoder in, byte[] previous, byte[] name) throws Corrupt {
        if (Arrays.compareUnsigned(previous, name) >= 0) {
            throw in.corrupt("names in ascending order", "one that is not above its predecessor");
        }
    }
}
