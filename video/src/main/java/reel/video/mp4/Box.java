package reel.video.mp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A box that is being built: a length, four letters, fields and boxes.
final class Box {
    private final String type;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    private Box(String type) {
        this.type = type;
    }

    static Box of(String type) {
        return new Box(type);
    }

    /// With version and flags.
    static Box full(String type, int version, int flags) {
        return new Box(type).u32((long) version << 24 | flags);
    }

    Box u8(int value) {
        content.write(value);
        return this;
    }

    Box u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Box u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    Box u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    Box zeros(int count) {
        content.writeBytes(new byte[count]);
        return this;
    }

    Box bytes(byte[] bytes) {
        content.writeBytes(bytes);
        return this;
    }

    Box text(String letters) {
        return bytes(letters.getBytes(StandardCharsets.US_ASCII));
    }

    Box box(Box inner) {
        return bytes(inner.bytes());
    }

    byte[] bytes() {
        byte[] inside = content.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(8 + inside.length);
        whole.putInt(whole.capacity())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(inside);
        return whole.array();
    }
}
