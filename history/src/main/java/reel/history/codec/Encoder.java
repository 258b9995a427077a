package reel.history.codec;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import reel.stream.hash.Hash;

/// Metadata being written, into an array that grows. Not thread-safe.
///
/// Little endian; varints are unsigned LEB128; a string is its length in bytes as a varint, then UTF-8.
public final class Encoder {
    private byte[] bytes;
    private int size;

    public Encoder(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
    }

    public int size() {
        return size;
    }

    /// Forgets what was written; the array is kept.
    public void clear() {
        size = 0;
    }

    public Encoder u8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("not a byte: " + value);
        }
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public Encoder u16(int value) {
        return u8(value & 0xff).u8(value >>> 8);
    }

    public Encoder i64(long value) {
        room(8);
        for (int i = 0; i < 8; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    public Encoder varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint is not negative: " + value);
        }
        room(9);
        long rest = value;
        while (rest >= 0x80) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    public Encoder raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /// Length as a varint, then the bytes.
    public Encoder sized(byte[] value) {
        return varint(value.length).raw(value);
    }

    public Encoder string(String value) {
        return sized(value.getBytes(StandardCharsets.UTF_8));
    }

    public Encoder hash(Hash value) {
        room(Hash.BYTES);
        value.write(MemorySegment.ofArray(bytes), size);
        size += Hash.BYTES;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// What was written so far, without a copy; valid until the next write.
    public MemorySegment view() {
        return MemorySegment.ofArray(bytes).asSlice(0, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
