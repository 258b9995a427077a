package reel.app.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Still pictures: PNG (W3C PNG 3rd edition) and uncompressed TIFF (TIFF 6.0).
final class ImageFile {
    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private ImageFile() {}

    /// @param comment a tEXt chunk before the pixels; another one moves every byte behind it
    static void writePng(Path file, int width, int height, byte[] rgb, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(rgb.length);
        bytes.write(PNG_MAGIC);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(width).putInt(height).put((byte) 8).put((byte) 2);
        pngChunk(bytes, "IHDR", header.array());
        pngChunk(bytes, "tEXt", ("Comment\0" + comment).getBytes(StandardCharsets.ISO_8859_1));
        pngChunk(bytes, "IDAT", deflated(width, height, rgb));
        pngChunk(bytes, "IEND", new byte[0]);
        Files.write(file, bytes.toByteArray());
    }

    private static byte[] deflated(int width, int height, byte[] rgb) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(rgb.length / 2);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream rows = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < height; y++) {
                rows.write(0); // filter: none
                rows.write(rgb, y * width * 3, width * 3);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void pngChunk(ByteArrayOutputStream to, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    static void writeTiff(Path file, int width, int height, byte[] rgb) throws IOException {
        int[][] fields = {
            {256, 4, 1, width},
            {257, 4, 1, height},
            {258, 3, 3, 8 + rgb.length}, // bits per sample, three shorts behind the pixels
            {259, 3, 1, 1}, // no compression
            {262, 3, 1, 2}, // RGB
            {273, 4, 1, 8}, // one strip, straight after the header
            {277, 3, 1, 3},
            {278, 4, 1, height},
            {279, 4, 1, rgb.length},
        };
        int directory = 8 + rgb.length + 6;
        ByteBuffer bytes =
                ByteBuffer.allocate(directory + 2 + fields.length * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory);
        bytes.put(rgb);
        bytes.putShort((short) 8).putShort((short) 8).putShort((short) 8);
        bytes.putShort((short) fields.length);
        for (int[] field : fields) {
            bytes.putShort((short) field[0])
                    .putShort((short) field[1])
                    .putInt(field[2])
                    .putInt(field[3]);
        }
        bytes.putInt(0);
        Files.write(file, bytes.array());
    }
}
