package reel.app.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// An uncompressed clip: YUV4MPEG2, 4:4:4, 24 frames a second.
final class ClipFile {
    private static final byte[] FRAME = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
    private static final int GRAIN_BITS = 3;

    private ClipFile() {}

    /// Frames `from` to `to - 1` of a shot.
    static void write(Path file, int width, int height, int from, int to, long shot) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            String header = "YUV4MPEG2 W" + width + " H" + height + " F24:1 Ip A1:1 C444\n";
            out.write(header.getBytes(StandardCharsets.US_ASCII));
            int pixels = width * height;
            byte[] plane = new byte[pixels];
            for (int frame = from; frame < to; frame++) {
                byte[] rgb = Picture.rgb(width, height, frame, GRAIN_BITS, shot);
                out.write(FRAME);
                for (int channel : new int[] {1, 2, 0}) {
                    for (int i = 0; i < pixels; i++) {
                        plane[i] = rgb[3 * i + channel];
                    }
                    out.write(plane);
                }
            }
        }
    }
}
