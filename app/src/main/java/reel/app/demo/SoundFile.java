package reel.app.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Sound: RIFF WAVE, 48 kHz, 16 bit, stereo.
final class SoundFile {
    private static final int RATE = 48_000;
    private static final int FRAME_BYTES = 4;

    private SoundFile() {}

    /// A stretch of a recording. @param take which recording; @param fromSecond where in it
    record Take(long take, int fromSecond, int seconds) {}

    /// The takes one after the other.
    static void write(Path file, List<Take> takes) throws IOException {
        int seconds = takes.stream().mapToInt(Take::seconds).sum();
        int data = seconds * RATE * FRAME_BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
            header.put(ascii("RIFF")).putInt(36 + data).put(ascii("WAVEfmt ")).putInt(16);
            header.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(RATE * FRAME_BYTES);
            header.putShort((short) FRAME_BYTES).putShort((short) 16);
            header.put(ascii("data")).putInt(data);
            out.write(header.array());
            for (Take take : takes) {
                for (int second = 0; second < take.seconds(); second++) {
                    out.write(second(take.take(), take.fromSecond() + second));
                }
            }
        }
    }

    private static byte[] second(long take, int second) {
        ByteBuffer bytes = ByteBuffer.allocate(RATE * FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        double pitch = 2 * Math.PI * (110 + 20 * (second % 12)) / RATE;
        for (int i = 0; i < RATE; i++) {
            long noise = Noise.at(take, (long) second * RATE + i);
            double tone = Math.sin(pitch * i) * 9000;
            bytes.putShort((short) (tone + (short) noise / 16));
            bytes.putShort((short) (tone * 0.8 + (short) (noise >>> 16) / 16));
        }
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
