package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import reel.video.h264.Bits;
import reel.video.h264.Escapes;

/// What a decoder is told before the first picture: H.264 Constrained Baseline, level 5.2, full range, every picture
/// an IDR picture that is shown at once.
final class ParameterSets {
    static final int FRAMES_PER_SECOND = 5;

    static final int SLICE = 0x65;
    private static final int SEQUENCE = 0x67;
    private static final int PICTURE = 0x68;
    private static final int MESSAGE = 0x06;

    private static final int BASELINE = 66;
    private static final int CONSTRAINED = 0xC0;

    /// The lowest whose limit on bytes in the first picture a picture of samples keeps at 1280 × 720 (§A.3.1).
    private static final int LEVEL = 52;

    private static final int USER_DATA = 5;
    private static final long MARKER_HIGH = 0x7265_656C_2D76_4964L;
    private static final long MARKER_LOW = 0xA56F_2D61_7263_6876L;

    private ParameterSets() {}

    static byte[] sequence(Geometry geometry) {
        Bits bits = new Bits().u(8, BASELINE).u(8, CONSTRAINED).u(8, LEVEL);
        bits.ue(0).ue(0).ue(2).ue(1).flag(false);
        bits.ue(geometry.width() / 16 - 1).ue(geometry.height() / 16 - 1);
        bits.flag(true).flag(true).flag(false);
        usability(bits.flag(true));
        return unit(SEQUENCE, bits.trail().bytes());
    }

    private static void usability(Bits bits) {
        bits.flag(false).flag(false);
        bits.flag(true).u(3, 5).flag(true).flag(false);
        bits.flag(false);
        bits.flag(true).u(32, 1).u(32, 2 * FRAMES_PER_SECOND).flag(true);
        bits.flag(false).flag(false).flag(false);
        bits.flag(true).flag(true).ue(0).ue(0).ue(10).ue(10).ue(0).ue(1);
    }

    static byte[] picture() {
        Bits bits = new Bits().ue(0).ue(0).flag(false).flag(false).ue(0).ue(0).ue(0);
        bits.flag(false).u(2, 0).ue(0).ue(0).ue(0).flag(true).flag(false).flag(false);
        return unit(PICTURE, bits.trail().bytes());
    }

    /// A message to people and programs that look into the stream: what this is.
    static byte[] marker() {
        byte[] text = "reel video 1, preset archive: files in the samples of I_PCM macroblocks"
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(2 + 16 + text.length + 1);
        message.put((byte) USER_DATA).put((byte) (16 + text.length));
        message.putLong(MARKER_HIGH).putLong(MARKER_LOW).put(text).put((byte) 0x80);
        return unit(MESSAGE, message.array());
    }

    private static byte[] unit(int header, byte[] payload) {
        MemorySegment room = MemorySegment.ofArray(new byte[1 + payload.length * 3 / 2 + 2]);
        room.set(ValueLayout.JAVA_BYTE, 0, (byte) header);
        MemorySegment.copy(MemorySegment.ofArray(payload), 0, room, 1, payload.length);
        long end = Escapes.insert(room, 1, 1L + payload.length);
        return room.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
    }

    /// What comes before the samples of a slice's first macroblock; `filled` false: before the flat ones.
    ///
    /// @param odd every second picture, so that neighbours differ in their number
    static Bits sliceStart(int firstMb, boolean odd) {
        return new Bits()
                .ue(firstMb)
                .ue(7)
                .ue(0)
                .u(4, 0)
                .ue(odd ? 1 : 0)
                .u(2, 0)
                .ue(0)
                .ue(1);
    }
}
