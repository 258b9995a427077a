package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Photoshop documents, PSD and PSB (Adobe Photoshop File Formats Specification): the sections, and in the layer
/// section the pixels of every layer, so that a changed layer leaves the others alone.
final class PsdCuts {
    private static final int SIGNATURE = 0x38425053;
    private static final int BLEND_SIGNATURE = 0x3842494d;
    private static final int HEADER_BYTES = 26;
    private static final int RECTANGLE_BYTES = 16;

    /// Signature, mode, opacity, clipping, flags, filler, length of what follows.
    private static final int AFTER_CHANNELS_BYTES = 16;

    /// Photoshop's own limit is 56 channels.
    private static final int MOST_CHANNELS = 64;

    private final Headers file;
    private final Edges edges;

    /// PSB writes some lengths as 64 bits.
    private final int longBytes;

    private PsdCuts(Headers file, Edges edges, int longBytes) {
        this.file = file;
        this.edges = edges;
        this.longBytes = longBytes;
    }

    static boolean claims(ByteBuffer head) {
        return head.getInt(0) == SIGNATURE && (head.getShort(4) == 1 || head.getShort(4) == 2);
    }

    static void find(Headers file, Edges edges) throws IOException, Unparsable {
        boolean large = file.bigEndian(0, HEADER_BYTES).getShort(4) == 2;
        new PsdCuts(file, edges, large ? Long.BYTES : Integer.BYTES).find();
    }

    private void find() throws IOException, Unparsable {
        long at = HEADER_BYTES;
        // Colour mode data, then image resources: a short length each in both versions.
        for (int section = 0; section < 2; section++) {
            long length = length(at, Integer.BYTES, file.size());
            edges.element(at + Integer.BYTES, at + Integer.BYTES + length);
            at += Integer.BYTES + length;
        }
        long layers = length(at, longBytes, file.size());
        at += longBytes;
        if (layers > longBytes) {
            findLayers(at, at + layers);
        }
        // The merged picture.
        edges.element(at + layers, file.size());
    }

    private void findLayers(long start, long end) throws IOException, Unparsable {
        long infoLength = length(start, longBytes, end);
        long infoStart = start + longBytes;
        long infoEnd = infoStart + infoLength;
        if (infoLength >= 2) {
            int count = Math.abs((int) file.bigEndian(infoStart, 2).getShort(0));
            long[] pixelBytes = new long[count];
            long at = infoStart + 2;
            for (int layer = 0; layer < count; layer++) {
                at = record(at, infoEnd, pixelBytes, layer);
            }
            for (long bytes : pixelBytes) {
                if (bytes > infoEnd - at) {
                    throw new Unparsable("pixels beyond their section");
                }
                edges.element(at, at + bytes);
                at += bytes;
            }
        }
        edges.element(infoEnd, end);
    }

    /// Reads one layer's record and returns where the next begins.
    private long record(long start, long end, long[] pixelBytes, int layer) throws IOException, Unparsable {
        int channels = file.bigEndian(start + RECTANGLE_BYTES, 2).getShort(0);
        if (channels < 0 || channels > MOST_CHANNELS) {
            throw new Unparsable("too many channels");
        }
        long at = start + RECTANGLE_BYTES + 2;
        for (int channel = 0; channel < channels; channel++) {
            pixelBytes[layer] += length(at + 2, longBytes, end);
            at += 2 + longBytes;
        }
        ByteBuffer rest = file.bigEndian(at, AFTER_CHANNELS_BYTES);
        if (rest.getInt(0) != BLEND_SIGNATURE) {
            throw new Unparsable("not a layer record");
        }
        long next = at + AFTER_CHANNELS_BYTES + Integer.toUnsignedLong(rest.getInt(AFTER_CHANNELS_BYTES - 4));
        if (next > end) {
            throw new Unparsable("a layer record beyond its section");
        }
        return next;
    }

    /// The length that stands at `at`, of something that ends at `end` at the latest.
    private long length(long at, int bytes, long end) throws IOException, Unparsable {
        ByteBuffer header = file.bigEndian(at, bytes);
        long length = bytes == Long.BYTES ? header.getLong(0) : Integer.toUnsignedLong(header.getInt(0));
        if (length < 0 || length > end - at - bytes) {
            throw new Unparsable("a length beyond the end");
        }
        return length;
    }
}
