package reel.media.isobmff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A box inside `moov`, in memory.
///
/// @param type its four characters, as a big-endian number
/// @param body what follows its header, position 0 to limit, big-endian
record Box(int type, ByteBuffer body) {
    private static final int HEADER_BYTES = 8;
    private static final int LONG_HEADER_BYTES = 16;

    /// More in one parent is a damaged file's doing.
    private static final int MOST_CHILDREN = 4096;

    static int type(String four) {
        return ByteBuffer.wrap(four.getBytes(StandardCharsets.ISO_8859_1)).getInt(0);
    }

    /// The four characters, with dots for what cannot be printed.
    static String text(int type) {
        StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (type >>> shift & 0xff);
            text.append(c < ' ' || c > '~' ? '.' : c);
        }
        return text.toString();
    }

    /// The boxes in `parent` from `start`. QuickTime may end a list with a zero word; fewer than eight bytes end
    /// it too.
    static List<Box> children(ByteBuffer parent, int start) throws Unreadable {
        List<Box> boxes = new ArrayList<>();
        int at = start;
        while (at <= parent.limit() - HEADER_BYTES) {
            long length = Integer.toUnsignedLong(parent.getInt(at));
            int header = HEADER_BYTES;
            if (length == 1 && at <= parent.limit() - LONG_HEADER_BYTES) {
                length = parent.getLong(at + HEADER_BYTES);
                header = LONG_HEADER_BYTES;
            } else if (length == 0) {
                break;
            }
            if (length < header || length > parent.limit() - at) {
                throw new Unreadable("a box is longer than the one it is in");
            }
            if (boxes.size() == MOST_CHILDREN) {
                throw new Unreadable("too many boxes");
            }
            boxes.add(new Box(parent.getInt(at + 4), parent.slice(at + header, (int) length - header)));
            at += (int) length;
        }
        return boxes;
    }

    List<Box> children() throws Unreadable {
        return children(body, 0);
    }

    /// The first child of this type; null if there is none.
    @Nullable
    Box child(String four) throws Unreadable {
        return first(children(), four);
    }

    Box require(String four) throws Unreadable {
        Box box = child(four);
        if (box == null) {
            throw new Unreadable("no " + four + " in its " + text(type));
        }
        return box;
    }

    static @Nullable Box first(List<Box> boxes, String four) {
        int wanted = type(four);
        for (Box box : boxes) {
            if (box.type == wanted) {
                return box;
            }
        }
        return null;
    }

    /// This box, if its body has at least so many bytes.
    Box atLeast(int bytes) throws Unreadable {
        if (body.limit() < bytes) {
            throw new Unreadable(text(type) + " is too short");
        }
        return this;
    }

    /// The version byte of a full box.
    int version() {
        return body.get(0) & 0xff;
    }

    /// A table's entry count at `countAt`, checked against what is there behind it.
    int count(int countAt, int entryBytes) throws Unreadable {
        atLeast(countAt + 4);
        long count = Integer.toUnsignedLong(body.getInt(countAt));
        if (count * entryBytes > body.limit() - countAt - 4) {
            throw new Unreadable(text(type) + " says more entries than it has");
        }
        return (int) count;
    }
}
