package reel.backend.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request being put together; its length and id are filled in when it is sent.
final class Packet {
    private static final int FIRST_BYTES = 128;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

    private Packet() {}

    static Packet of(int type) {
        Packet packet = new Packet();
        packet.bytes.position(Integer.BYTES).put((byte) type).putInt(0);
        return packet;
    }

    static Packet extended(String name) {
        return of(Wire.EXTENDED).text(name);
    }

    Packet u32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    Packet u64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    Packet text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Packet bytes(byte[] value) {
        room(Integer.BYTES + value.length).putInt(value.length).put(value);
        return this;
    }

    Packet attributes(Attributes attributes) {
        attributes.write(this);
        return this;
    }

    /// The finished packet; that of the greeting has its version where others have their id.
    ByteBuffer seal(int id) {
        int end = bytes.position();
        bytes.putInt(0, end - Integer.BYTES).putInt(Integer.BYTES + 1, id);
        return bytes.flip();
    }

    private ByteBuffer room(int wanted) {
        if (bytes.remaining() < wanted) {
            int end = bytes.position();
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), Math.max(2 * end, end + wanted)))
                    .position(end);
        }
        return bytes;
    }
}
