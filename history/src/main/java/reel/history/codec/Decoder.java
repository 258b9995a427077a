package reel.history.codec;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Metadata being read. Every length is checked against what is left before anything is allocated, and every
/// value has exactly one accepted form, so that what decodes encodes to the same bytes.
///
/// Not thread-safe.
public final class Decoder {
    private final byte[] bytes;
    private final String thing;
    private final int end;
    private int at;

    private Decoder(byte[] bytes, int end, String thing) {
        this.bytes = bytes;
        this.end = end;
        this.thing = thing;
    }

    /// @param thing what is being read, for the error
    public static Decoder of(byte[] bytes, String thing) {
        return new Decoder(bytes, bytes.length, thing);
    }

    /// Reads `bytes[0, length)` only.
    public static Decoder of(byte[] bytes, int length, String thing) {
        return new Decoder(bytes, length, thing);
    }

    /// Offset of the next byte.
    public int offset() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    /// Checks a magic number and a version byte. A greater version is [Refused]: it is no damage.
    public void header(String magic, int version) throws Corrupt, Refused {
        int found = header(magic, version, version);
        if (found != version) {
            throw new IllegalStateException("version " + found);
        }
    }

    /// The same for a format of which several versions are read. @return the version, `oldest` to `newest`
    public int header(String magic, int oldest, int newest) throws Corrupt, Refused {
        byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
        if (remaining() < expected.length
                || !Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length)) {
            throw corrupt("the magic `" + magic + "`", "something else");
        }
        at += expected.length;
        int found = u8("version");
        if (found > newest) {
            throw new Refused(
                    thing,
                    "has version " + found + ", this reel reads up to " + newest,
                    "Update reel to read this repository.");
        }
        if (found < oldest) {
            at--;
            throw corrupt("version " + newest, "version " + found);
        }
        return found;
    }

    public int u8(String what) throws Corrupt {
        need(1, what);
        return bytes[at++] & 0xff;
    }

    public int u16(String what) throws Corrupt {
        need(2, what);
        int value = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
        at += 2;
        return value;
    }

    public long i64(String what) throws Corrupt {
        need(8, what);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (bytes[at + i] & 0xffL) << (8 * i);
        }
        at += 8;
        return value;
    }

    /// An unsigned varint of at most `max`, in its shortest form.
    public long varint(long max, String what) throws Corrupt {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = u8(what);
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if ((b == 0 && shift > 0) || value > max) {
                    at = start;
                    throw corrupt(what + " of at most " + max, b == 0 ? "an overlong number" : Long.toString(value));
                }
                return value;
            }
        }
        at = start;
        throw corrupt(what + " of at most " + max, "a number of more than 63 bits");
    }

    /// A number of things that follow and take at least `minBytes` each.
    public int count(int max, int minBytes, String what) throws Corrupt {
        int start = at;
        int count = (int) varint(max, what);
        if ((long) count * minBytes > remaining()) {
            at = start;
            throw corrupt(what + " that fits the " + (end - start) + " bytes left", Integer.toString(count));
        }
        return count;
    }

    public byte[] raw(int length, String what) throws Corrupt {
        need(length, what);
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    public byte[] sized(int maxBytes, String what) throws Corrupt {
        return raw((int) varint(maxBytes, what), what);
    }

    public String string(int maxBytes, String what) throws Corrupt {
        int start = at;
        int length = (int) varint(maxBytes, what);
        need(length, what);
        try {
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return value;
        } catch (CharacterCodingException e) {
            at = start;
            throw corrupt(what + " in UTF-8", "other bytes");
        }
    }

    public Hash hash(String what) throws Corrupt {
        need(Hash.BYTES, what);
        Hash value = Hash.read(MemorySegment.ofArray(bytes), at);
        at += Hash.BYTES;
        return value;
    }

    /// What is left must be zeros, at most so many.
    public void zerosToEnd(int most) throws Corrupt {
        if (remaining() > most) {
            throw corrupt("the end within " + most + " bytes", remaining() + " more bytes");
        }
        for (; at < end; at++) {
            if (bytes[at] != 0) {
                throw corrupt("zeros up to the end", "another byte");
            }
        }
    }

    /// Everything must have been read.
    public void end() throws Corrupt {
        if (at != end) {
            throw corrupt("the end", remaining() + " more bytes");
        }
    }

    /// An error at the present offset.
    public Corrupt corrupt(String expected, String actual) {
        return new Corrupt(thing, at, expected, actual);
    }

    private void need(int length, String what) throws Corrupt {
        if (remaining() < length) {
            throw corrupt(what + " of " + length + " bytes", "the end after " + remaining());
        }
    }
}
