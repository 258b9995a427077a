package reel.app.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A compressed clip in the boxes of ISO/IEC 14496-12: `ftyp`, samples in `mdat`, their tables in `moov` at the
/// end.
///
/// The samples are noise of the sizes a long-GOP encoder makes; only their content is made up.
final class MovieFile {
    private static final int SAMPLES_PER_KEY = 24;
    private static final int TICKS_PER_SECOND = 24;
    private static final int MATRIX_ONE = 0x00010000;
    private static final int MATRIX_LAST = 0x40000000;

    private MovieFile() {}

    /// The first `samples` frames of a take. More samples of the same take begin with the same bytes.
    static void write(Path file, int width, int height, int samples, long take) throws IOException {
        int[] sizes = new int[samples];
        long payload = 0;
        for (int i = 0; i < samples; i++) {
            boolean key = i % SAMPLES_PER_KEY == 0;
            sizes[i] = key ? 180_000 + Noise.below(take, i, 60_000) : 40_000 + Noise.below(take, i, 30_000);
            payload += sizes[i];
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] type = box("ftyp", ascii("isom"), ints(512), ascii("isomiso2avc1mp41"));
            out.write(type);
            out.write(join(ints(1), ascii("mdat"), longs(payload + 16)));
            for (int i = 0; i < samples; i++) {
                byte[] sample = new byte[sizes[i]];
                Noise.fill(sample, 0, sample.length, Noise.at(take, i));
                ByteBuffer.wrap(sample).putInt(sample.length - 4).put((byte) (i % SAMPLES_PER_KEY == 0 ? 0x65 : 0x41));
                out.write(sample);
            }
            out.write(movie(width, height, sizes, type.length + 16L));
        }
    }

    private static byte[] movie(int width, int height, int[] sizes, long firstOffset) {
        int n = sizes.length;
        byte[] matrix = ints(MATRIX_ONE, 0, 0, 0, MATRIX_ONE, 0, 0, 0, MATRIX_LAST);
        byte[] header = box(
                "mvhd",
                ints(0, 0, 0, TICKS_PER_SECOND, n, MATRIX_ONE, 0x01000000, 0, 0),
                matrix,
                ints(0, 0, 0, 0, 0, 0, 2));
        byte[] track = box("tkhd", ints(7, 0, 0, 1, 0, n, 0, 0, 0, 0), matrix, ints(width << 16, height << 16));
        byte[] media = box("mdhd", ints(0, 0, 0, TICKS_PER_SECOND, n, 0x55c40000));
        byte[] handler = box("hdlr", ints(0, 0), ascii("vide"), ints(0, 0, 0), ascii("VideoHandler\0"));
        byte[] data = box("dinf", box("dref", ints(0, 1), box("url ", ints(1))));
        byte[] info = box("minf", box("vmhd", ints(1, 0, 0)), data, tables(width, height, sizes, firstOffset));
        return box("moov", header, box("trak", track, box("mdia", media, handler, info)));
    }

    private static byte[] tables(int width, int height, int[] sizes, long firstOffset) {
        int n = sizes.length;
        byte[] entry = box(
                "avc1",
                ints(0, 1, 0, 0, 0, 0),
                ints(width << 16 | height, 0x00480000, 0x00480000, 0, 1 << 16),
                new byte[30],
                ints(0x0018ffff));
        ByteBuffer lengths = ByteBuffer.allocate(n * 4);
        ByteBuffer offsets = ByteBuffer.allocate(n * 8);
        long offset = firstOffset;
        for (int size : sizes) {
            lengths.putInt(size);
            offsets.putLong(offset);
            offset += size;
        }
        int keys = (n + SAMPLES_PER_KEY - 1) / SAMPLES_PER_KEY;
        ByteBuffer sync = ByteBuffer.allocate(keys * 4);
        for (int i = 0; i < keys; i++) {
            sync.putInt(i * SAMPLES_PER_KEY + 1);
        }
        return box(
                "stbl",
                box("stsd", ints(0, 1), entry),
                box("stts", ints(0, 1, n, 1)),
                box("stss", ints(0, keys), sync.array()),
                box("stsc", ints(0, 1, 1, 1, 1)),
                box("stsz", ints(0, 0, n), lengths.array()),
                box("co64", ints(0, n), offsets.array()));
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return join(ints(body.length + 8), ascii(type), body);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
