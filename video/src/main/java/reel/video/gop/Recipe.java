package reel.video.gop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// How the segments in a folder become the film again; docs/format/video-recipe.md has its bytes.
///
/// @param name the film's own name, for people
/// @param fallback why the film could not be taken apart; empty if it was
/// @param moov the film's `moov` box; empty with a fallback
record Recipe(
        String name,
        long fileBytes,
        Hash fileHash,
        String fallback,
        long moovOffset,
        byte[] moov,
        List<SegmentStream> streams) {
    /// What it is called in the folder.
    static final String FILE = "recipe.reel";

    static final int MOST_BYTES = 160 << 20;
    static final int MOST_SEGMENTS = 1 << 20;

    private static final byte[] MAGIC = "reelcuts".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 84;
    private static final int STREAM_BYTES = 12;
    private static final int SEGMENT_BYTES = 8 + Hash.BYTES;
    private static final int MOST_TEXT_BYTES = 4096;
    private static final int MOST_STREAMS = 1024;

    /// One stream's segments in order.
    ///
    /// @param number the track's, 0 for no track
    record SegmentStream(StreamKind kind, long number, List<Segment> segments) {
        SegmentStream {
            segments = List.copyOf(segments);
        }

        /// What segment `index` is called in the folder.
        String file(int index) {
            return String.format(
                    Locale.ROOT, "%s%s-%06d.seg", kind.word(), number == 0 ? "" : Long.toString(number), index + 1);
        }

        long bytes() {
            return segments.stream().mapToLong(Segment::bytes).sum();
        }
    }

    /// @param hash BLAKE3 of its bytes
    record Segment(long bytes, Hash hash) {}

    Recipe {
        streams = List.copyOf(streams);
    }

    int segments() {
        return streams.stream().mapToInt(stream -> stream.segments().size()).sum();
    }

    byte[] bytes() {
        byte[] nameBytes = brief(name);
        byte[] fallbackBytes = brief(fallback);
        int length = FIXED_BYTES
                + nameBytes.length
                + fallbackBytes.length
                + moov.length
                + streams.size() * STREAM_BYTES
                + segments() * SEGMENT_BYTES
                + Hash.BYTES;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(VERSION).putInt(streams.size()).putLong(fileBytes);
        out.put(fileHash.toBytes());
        out.putLong(moovOffset).putInt(moov.length).putInt(segments());
        out.putInt(nameBytes.length).putInt(fallbackBytes.length).putInt(0);
        out.put(nameBytes).put(fallbackBytes);
        for (SegmentStream stream : streams) {
            out.putInt(stream.kind().code()).putInt((int) stream.number());
            out.putInt(stream.segments().size());
            for (Segment segment : stream.segments()) {
                out.putLong(segment.bytes()).put(segment.hash().toBytes());
            }
        }
        out.put(moov);
        out.put(Blake3.hash(Arrays.copyOf(out.array(), out.position())).toBytes());
        return out.array();
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @param where the recipe's path, for messages
    static Recipe parse(String where, byte[] bytes) throws Corrupt, Refused {
        if (bytes.length < FIXED_BYTES + Hash.BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new Refused(where, "is no recipe of a film's segments", "Name a folder that `segment` has written.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.position(MAGIC.length).getInt();
        if (version != VERSION) {
            throw new Refused(
                    where, "has version " + version + "; this program knows " + VERSION, "Use a newer program.");
        }
        int end = bytes.length - Hash.BYTES;
        Hash told = Hash.of(Arrays.copyOfRange(bytes, end, bytes.length));
        Hash found = Blake3.hash(Arrays.copyOf(bytes, end));
        if (!told.equals(found)) {
            throw damaged(where, "the checksum " + told.brief(16), found.brief(16));
        }
        return new Parser(where, in.limit(end)).parse();
    }

    private static Corrupt damaged(String where, String expected, String actual) {
        return new Corrupt(where, -1, expected, actual, "Bring the folder back from where it was kept.", null);
    }

    private static byte[] brief(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MOST_TEXT_BYTES ? bytes : Arrays.copyOf(bytes, MOST_TEXT_BYTES);
    }

    /// Reads behind the version, a checksum having been right; still nothing is believed that does not fit.
    private record Parser(String where, ByteBuffer in) {
        Recipe parse() throws Corrupt {
            int streamCount = count(in.getInt(), MOST_STREAMS, "streams");
            long fileBytes = in.getLong();
            byte[] hash = new byte[Hash.BYTES];
            in.get(hash);
            long moovOffset = in.getLong();
            int moovBytes = count(in.getInt(), in.remaining(), "bytes of moov");
            int segmentCount = count(in.getInt(), MOST_SEGMENTS, "segments");
            int nameBytes = count(in.getInt(), MOST_TEXT_BYTES, "bytes of its name");
            int fallbackBytes = count(in.getInt(), MOST_TEXT_BYTES, "bytes of its reason");
            in.getInt();
            long needed = (long) nameBytes
                    + fallbackBytes
                    + moovBytes
                    + (long) streamCount * STREAM_BYTES
                    + (long) segmentCount * SEGMENT_BYTES;
            if (fileBytes < 0 || needed != in.remaining()) {
                throw damaged(where, needed + " bytes of tables", in.remaining() + "");
            }
            String name = text(nameBytes);
            String fallback = text(fallbackBytes);
            List<SegmentStream> streams = new ArrayList<>();
            int left = segmentCount;
            for (int i = 0; i < streamCount; i++) {
                StreamKind kind = kind(in.getInt());
                long number = Integer.toUnsignedLong(in.getInt());
                int segments = count(in.getInt(), left, "segments of a stream");
                left -= segments;
                streams.add(new SegmentStream(kind, number, segments(segments)));
            }
            if (left != 0) {
                throw damaged(where, segmentCount + " segments", (segmentCount - left) + "");
            }
            byte[] moov = new byte[moovBytes];
            in.get(moov);
            return new Recipe(name, fileBytes, Hash.of(hash), fallback, moovOffset, moov, streams);
        }

        private List<Segment> segments(int count) throws Corrupt {
            List<Segment> segments = new ArrayList<>(count);
            byte[] hash = new byte[Hash.BYTES];
            for (int i = 0; i < count; i++) {
                long bytes = in.getLong();
                if (bytes <= 0) {
                    throw damaged(where, "segments that hold something", "one of " + bytes + " bytes");
                }
                in.get(hash);
                segments.add(new Segment(bytes, Hash.of(hash)));
            }
            return segments;
        }

        private StreamKind kind(int code) throws Corrupt {
            for (StreamKind kind : StreamKind.values()) {
                if (kind.code() == code) {
                    return kind;
                }
            }
            throw damaged(where, "a kind of stream from 0 to 5", code + "");
        }

        private String text(int bytes) {
            byte[] text = new byte[bytes];
            in.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }

        private int count(int value, int most, String what) throws Corrupt {
            if (value < 0 || value > most) {
                throw damaged(where, "at most " + most + " " + what, Integer.toUnsignedString(value));
            }
            return value;
        }
    }
}
