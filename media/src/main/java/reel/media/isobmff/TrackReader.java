package reel.media.isobmff;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads a `trak` box.
final class TrackReader {
    private static final int ENTRY_BYTES = 16;
    private static final int VISUAL_ENTRY_BYTES = 28;
    private static final int SOUND_ENTRY_BYTES = 28;
    private static final int TIME_CODE_ENTRY_BYTES = 25;
    private static final int SELF_CONTAINED = 1;
    private static final int DROP_FRAME = 1;

    private TrackReader() {}

    static Track read(Box trak) throws Unreadable {
        Box tkhd = trak.require("tkhd").atLeast(84);
        boolean wide = tkhd.version() == 1;
        tkhd.atLeast(wide ? 96 : 84);
        Box mdia = trak.require("mdia");
        Box mdhd = mdia.require("mdhd").atLeast(24);
        boolean wideMedia = mdhd.version() == 1;
        mdhd.atLeast(wideMedia ? 36 : 24);
        Box hdlr = mdia.require("hdlr").atLeast(12);
        Box minf = mdia.require("minf");
        Box stbl = minf.require("stbl");
        String handler = Box.text(hdlr.body().getInt(8));
        Entry entry = Entry.read(stbl.child("stsd"), handler);
        long ticks = wideMedia
                ? mdhd.body().getLong(24)
                : Integer.toUnsignedLong(mdhd.body().getInt(16));
        return new Track(
                Integer.toUnsignedLong(tkhd.body().getInt(wide ? 20 : 12)),
                handler,
                entry.codec,
                language(mdhd.body().getShort(wideMedia ? 32 : 20) & 0xffff),
                Integer.toUnsignedLong(mdhd.body().getInt(wideMedia ? 20 : 12)),
                Math.max(0, ticks),
                ticksEach(stbl.child("stts")),
                entry.width,
                entry.height,
                turned(tkhd.body(), wide ? 52 : 40),
                entry.channels,
                entry.samplesPerSecond,
                entry.timeCode,
                liesElsewhere(minf),
                SampleTable.of(stbl));
    }

    private static String language(int packed) {
        if (packed < 0x400 || packed == 0x7fff) {
            return "und";
        }
        StringBuilder letters = new StringBuilder(3);
        for (int shift = 10; shift >= 0; shift -= 5) {
            char letter = (char) (0x60 + (packed >> shift & 0x1f));
            letters.append(letter < 'a' || letter > 'z' ? '?' : letter);
        }
        return letters.toString();
    }

    /// A last sample of another length, usual where a track was cut to the film's end, does not count.
    private static long ticksEach(@Nullable Box stts) throws Unreadable {
        if (stts == null) {
            return 0;
        }
        int count = stts.count(4, 8);
        boolean even = count == 1 || count == 2 && stts.body().getInt(16) == 1;
        return even ? Integer.toUnsignedLong(stts.body().getInt(12)) : 0;
    }

    /// The matrix's rotation, where it is one by quarters.
    private static int turned(ByteBuffer body, int at) {
        int a = Integer.signum(body.getInt(at));
        int b = Integer.signum(body.getInt(at + 4));
        int c = Integer.signum(body.getInt(at + 12));
        int d = Integer.signum(body.getInt(at + 16));
        if (a == 0 && d == 0 && b == -c && b != 0) {
            return b > 0 ? 90 : 270;
        }
        return b == 0 && c == 0 && a < 0 && d < 0 ? 180 : 0;
    }

    private static boolean liesElsewhere(Box minf) throws Unreadable {
        Box dinf = minf.child("dinf");
        Box dref = dinf == null ? null : dinf.child("dref");
        if (dref == null || dref.body().limit() < 8) {
            return false;
        }
        for (Box reference : Box.children(dref.body(), 8)) {
            if (reference.body().limit() >= 4 && (reference.body().getInt(0) & SELF_CONTAINED) == 0) {
                return true;
            }
        }
        return false;
    }

    /// What the first sample entry says.
    private record Entry(
            String codec,
            int width,
            int height,
            int channels,
            int samplesPerSecond,
            @Nullable TimeCode timeCode) {
        private static final Entry NONE = new Entry("none", 0, 0, 0, 0, null);

        static Entry read(@Nullable Box stsd, String handler) throws Unreadable {
            if (stsd == null || stsd.body().limit() < 8) {
                return NONE;
            }
            var entries = Box.children(stsd.body(), 8);
            if (entries.isEmpty()) {
                return NONE;
            }
            Box first = entries.get(0);
            ByteBuffer body = first.body();
            String codec = Box.text(first.type());
            if (handler.equals("vide") && body.limit() >= VISUAL_ENTRY_BYTES) {
                return new Entry(codec, body.getShort(24) & 0xffff, body.getShort(26) & 0xffff, 0, 0, null);
            }
            if (handler.equals("soun") && body.limit() >= SOUND_ENTRY_BYTES) {
                return sound(codec, body);
            }
            if (codec.equals("tmcd") && body.limit() >= TIME_CODE_ENTRY_BYTES && body.get(24) != 0) {
                boolean drop = (body.getInt(12) & DROP_FRAME) != 0;
                return new Entry(codec, 0, 0, 0, 0, new TimeCode(body.get(24) & 0xff, drop));
            }
            return new Entry(codec, 0, 0, 0, 0, null);
        }

        /// Version 2 of QuickTime's sound description has 64-bit floats further on.
        private static Entry sound(String codec, ByteBuffer body) {
            if (body.getShort(8) == 2 && body.limit() >= ENTRY_BYTES + 44) {
                double rate = body.getDouble(32);
                int channels = body.getInt(40);
                boolean sane = rate >= 1 && rate < Integer.MAX_VALUE && channels > 0;
                return new Entry(codec, 0, 0, sane ? channels : 0, sane ? (int) Math.round(rate) : 0, null);
            }
            return new Entry(codec, 0, 0, body.getShort(16) & 0xffff, body.getShort(24) & 0xffff, null);
        }
    }
}
