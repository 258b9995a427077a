package reel.history.manifest;

import reel.stream.Corrupt;

/// A cursor over an encoded node that refuses what the format does not allow, with the place.
final class NodeInput {
    private static final int MAX_VARINT_BYTES = 9;

    private final byte[] bytes;
    private final String thing;
    private int at;

    NodeInput(byte[] bytes, String thing) {
        this.bytes = bytes;
        this.thing = thing;
    }

    int at() {
        return at;
    }

    void expect(int value, String what) throws Corrupt {
        int found = next(what);
        if (found != value) {
            throw new Corrupt(thing, at - 1L, what + " " + value, String.valueOf(found));
        }
    }

    /// The next number, in its shortest form and between `least` and `most`.
    long varint(long least, long most, String what) throws Corrupt {
        int start = at;
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int part = next(what);
            value |= (long) (part & 0x7f) << (7 * i);
            if (part < 0x80) {
                if (part == 0 && i > 0) {
                    throw new Corrupt(thing, start, what + " in its shortest form", "a number with a zero at its end");
                }
                if (value < least || value > most) {
                    throw new Corrupt(thing, start, what + " from " + least + " to " + most, String.valueOf(value));
                }
                return value;
            }
        }
        throw new Corrupt(thing, start, what + " of at most 63 bits", "a longer number");
    }

    private int next(String what) throws Corrupt {
        if (at == bytes.length) {
            throw new Corrupt(thing, at, what, "the end");
        }
        return bytes[at++] & 0xff;
    }
}
