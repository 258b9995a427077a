package reel.video.robust;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.video.carrier.Preset;

/// What every frame says of itself, in 24 bytes that end with their own check.
///
/// @param kind         what the symbols are
/// @param payloadBytes of the whole payload, below 2^40
/// @param stream       tells payloads apart
/// @param block        number of the source block, below 2^24
/// @param firstSymbol  encoding symbol id of the frame's first symbol; the others follow
/// @param blockCheck   CRC32C of the source block
public record FrameHeader(
        Kind kind, Preset preset, long payloadBytes, int stream, int block, int firstSymbol, int blockCheck) {
    public static final int BYTES = 24;
    public static final long MOST_PAYLOAD_BYTES = (1L << 40) - 1;

    /// The first four bits of a header: what the frame holds, by this version of the format.
    public enum Kind {
        DATA(1),
        CALIBRATION(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    public FrameHeader {
        if (payloadBytes < 0 || payloadBytes > MOST_PAYLOAD_BYTES || block >>> 24 != 0 || firstSymbol >>> 24 != 0) {
            throw new IllegalArgumentException(
                    "payload of " + payloadBytes + " bytes, block " + block + ", symbol " + firstSymbol);
        }
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put((byte) (kind.number << 4 | preset.number()));
        bytes.put((byte) (payloadBytes >>> 32)).putInt((int) payloadBytes);
        bytes.putInt(stream);
        bytes.put((byte) (block >>> 16)).putShort((short) block);
        bytes.put((byte) (firstSymbol >>> 16)).putShort((short) firstSymbol);
        bytes.putInt(blockCheck);
        bytes.putInt(check(bytes.array()));
        return bytes.array();
    }

    /// The header in `bytes`; null where its check, or anything else, is not right.
    public static @Nullable FrameHeader parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != BYTES || in.getInt(BYTES - 4) != check(bytes)) {
            return null;
        }
        int first = in.get() & 0xFF;
        Preset preset = Preset.of(first & 15);
        Kind kind = null;
        for (Kind known : Kind.values()) {
            kind = known.number == first >> 4 ? known : kind;
        }
        if (preset == null || kind == null) {
            return null;
        }
        long payload = (in.get() & 0xFFL) << 32 | in.getInt() & 0xFFFF_FFFFL;
        int stream = in.getInt();
        int block = (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
        int symbol = (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
        return new FrameHeader(kind, preset, payload, stream, block, symbol, in.getInt());
    }

    private static int check(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, BYTES - 4);
        return (int) sum.getValue();
    }
}
