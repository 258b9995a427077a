package reel.media.cuts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small containers of each kind, made by hand.
final class Containers {
    private Containers() {}

    static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// A PNG whose picture is `data`, in pieces of 8 KiB as libpng writes them, between a comment and a time.
    static byte[] png(String comment, byte[] data, int timeBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        pngChunk(out, "IHDR", new byte[13]);
        pngChunk(out, "tEXt", comment.getBytes(ISO_8859_1));
        for (int at = 0; at < data.length; at += 8192) {
            int length = Math.min(8192, data.length - at);
            pngChunk(out, "IDAT", Arrays.copyOfRange(data, at, at + length));
        }
        pngChunk(out, "tIME", new byte[timeBytes]);
        pngChunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void pngChunk(ByteArrayOutputStream out, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(ISO_8859_1));
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type.getBytes(ISO_8859_1));
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /// A RIFF form; chunks are id, data, id, data …
    static byte[] riff(String form, Object... chunks) {
        byte[] inside = riffChunks(chunks);
        return concat(fourCc("RIFF"), le32(inside.length + 4), fourCc(form), inside);
    }

    /// An RF64 whose last chunk is `data` with its length in `ds64` only.
    static byte[] rf64(byte[] data) {
        byte[] format = riffChunks("fmt ", new byte[16]);
        byte[] sizes = ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4 + 36 + format.length + 8L + data.length)
                .putLong(data.length)
                .array();
        return concat(
                fourCc("RF64"),
                le32(-1),
                fourCc("WAVE"),
                riffChunks("ds64", sizes),
                format,
                fourCc("data"),
                le32(-1),
                data);
    }

    private static byte[] riffChunks(Object... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < chunks.length; i += 2) {
            byte[] data = (byte[]) chunks[i + 1];
            out.writeBytes(fourCc((String) chunks[i]));
            out.writeBytes(le32(data.length));
            out.writeBytes(data);
            out.writeBytes(new byte[data.length & 1]);
        }
        return out.toByteArray();
    }

    /// A box of ISO base media with a 32-bit length.
    static byte[] box(String type, byte[] data) {
        return concat(ByteBuffer.allocate(4).putInt(8 + data.length).array(), fourCc(type), data);
    }

    /// The same with a 64-bit length.
    static byte[] longBox(String type, byte[] data) {
        return concat(
                ByteBuffer.allocate(4).putInt(1).array(),
                fourCc(type),
                ByteBuffer.allocate(8).putLong(16L + data.length).array(),
                data);
    }

    /// A box that says it goes on to the file's end.
    static byte[] lastBox(String type, byte[] data) {
        return concat(new byte[4], fourCc(type), data);
    }

    /// A PSD or PSB with a layer for each pixel block.
    static byte[] photoshop(boolean large, byte[] resources, byte[] merged, byte[]... layers) {
        try {
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(records);
            out.writeShort(-layers.length);
            for (byte[] pixels : layers) {
                out.write(new byte[16]);
                out.writeShort(1);
                out.writeShort(0);
                writeLength(out, large, pixels.length);
                out.writeBytes("8BIMnorm");
                out.write(new byte[4]);
                out.writeInt(12);
                out.write(new byte[12]);
            }
            for (byte[] pixels : layers) {
                out.write(pixels);
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            out = new DataOutputStream(file);
            out.writeBytes("8BPS");
            out.writeShort(large ? 2 : 1);
            out.write(new byte[20]);
            out.writeInt(0);
            out.writeInt(resources.length);
            out.write(resources);
            writeLength(out, large, records.size() + (large ? 8 : 4) + 4);
            writeLength(out, large, records.size());
            records.writeTo(out);
            out.writeInt(0);
            out.write(merged);
            return file.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void writeLength(DataOutputStream out, boolean large, int length) throws IOException {
        if (large) {
            out.writeLong(length);
        } else {
            out.writeInt(length);
        }
    }

    static byte[] zip(long time, byte[]... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("a comment");
            for (int i = 0; i < entries.length; i++) {
                ZipEntry entry = new ZipEntry("entry" + i);
                entry.setTime(time);
                zip.putNextEntry(entry);
                zip.write(entries[i]);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] fourCc(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] le32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
