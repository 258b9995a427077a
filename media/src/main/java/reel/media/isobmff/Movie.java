package reel.media.isobmff;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.RandomReader;

/// A film: what its top level and its `moov` say.
///
/// @param brand major brand of `ftyp`, `qt  ` where there is none
/// @param moovOffset where the `moov` box begins, its header included
/// @param moov the box as it is in the file, header included
/// @param fragmented whether samples lie in `moof` boxes too, which the tables do not know
/// @param movieStart whether `moov` comes before the samples, so that it plays while it loads
/// @param ticksPerSecond of [#ticks]; 0 if not said
/// @param ticks how long it plays
public record Movie(
        String brand,
        long moovOffset,
        byte[] moov,
        boolean fragmented,
        boolean movieStart,
        long ticksPerSecond,
        long ticks,
        List<Track> tracks) {
    /// Sixteen million samples: some 70 hours at 60 frames a second.
    public static final int MOST_MOOV_BYTES = 64 << 20;

    private static final int MOST_TOP_LEVEL = 1 << 20;
    private static final int MOST_TRACKS = 512;

    public Movie {
        tracks = List.copyOf(tracks);
    }

    /// Seconds it plays; 0 if not said.
    public double seconds() {
        return ticksPerSecond <= 0 ? 0 : (double) ticks / ticksPerSecond;
    }

    /// Whether the first bytes are those of such a file, whole or not.
    public static boolean claims(RandomReader file) throws IOException {
        if (file.size() < 12) {
            return false;
        }
        ByteBuffer head = read(file, 0, 8);
        return switch (Box.text(head.getInt(4))) {
            case "ftyp", "moov", "mdat", "wide", "styp" -> true;
            case "free", "skip", "pnot" -> Integer.toUnsignedLong(head.getInt(0)) < file.size();
            default -> false;
        };
    }

    /// Reads the boxes of `file` on its top level, and `moov` whole.
    public static Movie read(RandomReader file) throws IOException, Unreadable {
        Top top = new Top(file);
        top.walk();
        if (top.moov == null) {
            throw new Unreadable(top.fragments ? "fragments without a moov box" : "no moov box");
        }
        return of(top.brand, top.moovOffset, top.moov, top.fragments, top.movieStart);
    }

    /// A film of which only `moov` is kept: everything but its brand, and whether `moof` boxes follow.
    public static Movie ofMoov(long moovOffset, byte[] moov) throws Unreadable {
        return of("", moovOffset, moov, false, false);
    }

    private static Movie of(String brand, long moovOffset, byte[] whole, boolean fragments, boolean movieStart)
            throws Unreadable {
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        int header = whole.length >= 16 && bytes.getInt(0) == 1 ? 16 : 8;
        if (whole.length < header) {
            throw new Unreadable("moov is too short");
        }
        Box moov = new Box(Box.type("moov"), bytes.slice(header, whole.length - header));
        List<Box> boxes = moov.children();
        if (Box.first(boxes, "cmov") != null) {
            throw new Unreadable("its moov box is compressed");
        }
        long perSecond = 0;
        long ticks = 0;
        Box mvhd = Box.first(boxes, "mvhd");
        if (mvhd != null) {
            boolean wide = mvhd.atLeast(20).version() == 1;
            mvhd.atLeast(wide ? 32 : 20);
            perSecond = Integer.toUnsignedLong(mvhd.body().getInt(wide ? 20 : 12));
            ticks = wide
                    ? mvhd.body().getLong(24)
                    : Integer.toUnsignedLong(mvhd.body().getInt(16));
        }
        List<Track> tracks = new ArrayList<>();
        for (Box box : boxes) {
            if (box.type() == Box.type("trak")) {
                if (tracks.size() == MOST_TRACKS) {
                    throw new Unreadable("more than " + MOST_TRACKS + " tracks");
                }
                tracks.add(TrackReader.read(box));
            }
        }
        boolean fragmented = fragments || Box.first(boxes, "mvex") != null;
        return new Movie(brand, moovOffset, whole, fragmented, movieStart, perSecond, Math.max(0, ticks), tracks);
    }

    private static ByteBuffer read(RandomReader file, long offset, int bytes) throws IOException {
        byte[] into = new byte[bytes];
        file.read(offset, MemorySegment.ofArray(into));
        return ByteBuffer.wrap(into);
    }

    /// The walk along the top level.
    private static final class Top {
        private final RandomReader file;
        private String brand = "qt  ";
        private byte @Nullable [] moov;
        private long moovOffset;
        private boolean fragments;
        private boolean samplesSeen;
        private boolean movieStart;

        Top(RandomReader file) {
            this.file = file;
        }

        void walk() throws IOException, Unreadable {
            if (!claims(file)) {
                throw new Unreadable("it does not begin as an MP4 or MOV file");
            }
            long at = 0;
            for (int boxes = 0; at <= file.size() - 8; boxes++) {
                if (boxes == MOST_TOP_LEVEL) {
                    throw new Unreadable("too many boxes");
                }
                ByteBuffer header = read(file, at, (int) Math.min(16, file.size() - at));
                long length = Integer.toUnsignedLong(header.getInt(0));
                int headerBytes = 8;
                if (length == 1 && header.limit() == 16) {
                    length = header.getLong(8);
                    headerBytes = 16;
                } else if (length == 0) {
                    length = file.size() - at;
                }
                String type = Box.text(header.getInt(4));
                if (length < headerBytes || length > file.size() - at) {
                    throw new Unreadable("the " + type + " box at byte " + at + " goes beyond the end of the file");
                }
                take(type, at, headerBytes, length);
                at += length;
            }
        }

        private void take(String type, long at, int headerBytes, long length) throws IOException, Unreadable {
            switch (type) {
                case "ftyp" -> {
                    if (length >= headerBytes + 4) {
                        brand = Box.text(read(file, at + headerBytes, 4).getInt(0));
                    }
                }
                case "moov" -> {
                    if (moov != null) {
                        throw new Unreadable("two moov boxes");
                    }
                    if (length > MOST_MOOV_BYTES) {
                        throw new Unreadable("a moov box of more than " + (MOST_MOOV_BYTES >> 20) + " MiB");
                    }
                    moov = read(file, at, (int) length).array();
                    moovOffset = at;
                    movieStart = !samplesSeen;
                }
                case "moof" -> fragments = true;
                case "mdat" -> samplesSeen = true;
                default -> {}
            }
        }
    }
}
