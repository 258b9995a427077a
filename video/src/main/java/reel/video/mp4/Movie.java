package reel.video.mp4;

/// The boxes that describe a movie of one H.264 track.
final class Movie {
    private static final int HIGH = 100;
    private static final int UNITY = 0x10000;
    private static final int[] MATRIX = {UNITY, 0, 0, 0, UNITY, 0, 0, 0, 0x40000000};

    private Movie() {}

    static byte[] fileType(boolean fragmented) {
        Box box = Box.of("ftyp").text(fragmented ? "iso6" : "isom").u32(512);
        box.text("isom").text("iso2").text("avc1").text("mp41");
        return (fragmented ? box.text("iso6") : box).bytes();
    }

    /// @param samples what is known about samples: the children of `stbl` behind `stsd`
    /// @param extra   further children of `moov`
    static byte[] movie(Track track, long frames, Box[] samples, Box... extra) {
        long ticks = frames * Track.FRAME_TICKS;
        Box movie = Box.of("moov").box(header(track, ticks)).box(trak(track, ticks, samples));
        for (Box box : extra) {
            movie.box(box);
        }
        return movie.bytes();
    }

    private static Box header(Track track, long ticks) {
        Box box =
                Box.full("mvhd", 1, 0).u64(0).u64(0).u32(track.ticksPerSecond()).u64(ticks);
        box.u32(UNITY).u16(0x100).zeros(10);
        return matrix(box).zeros(24).u32(2);
    }

    private static Box matrix(Box box) {
        for (int value : MATRIX) {
            box.u32(value);
        }
        return box;
    }

    private static Box trak(Track track, long ticks, Box[] samples) {
        Box head = Box.full("tkhd", 1, 3).u64(0).u64(0).u32(1).u32(0).u64(ticks).zeros(8);
        matrix(head.u16(0).u16(0).u16(0).u16(0)).u32((long) track.width() << 16).u32((long) track.height() << 16);
        Box mediaHead =
                Box.full("mdhd", 1, 0).u64(0).u64(0).u32(track.ticksPerSecond()).u64(ticks);
        mediaHead.u16(0x55C4).u16(0);
        Box handler = Box.full("hdlr", 0, 0)
                .u32(0)
                .text("vide")
                .zeros(12)
                .text("reel")
                .u8(0);
        Box table = Box.of("stbl").box(Box.full("stsd", 0, 0).u32(1).box(entry(track)));
        for (Box box : samples) {
            table.box(box);
        }
        Box here = Box.full("url ", 0, 1);
        Box information = Box.of("minf")
                .box(Box.full("vmhd", 0, 1).zeros(8))
                .box(Box.of("dinf").box(Box.full("dref", 0, 0).u32(1).box(here)))
                .box(table);
        Box media = Box.of("mdia").box(mediaHead).box(handler).box(information);
        return Box.of("trak").box(head).box(media);
    }

    private static Box entry(Track track) {
        byte[] sequence = track.sequence();
        Box settings = Box.of("avcC").u8(1).u8(sequence[1]).u8(sequence[2]).u8(sequence[3]);
        settings.u8(0xFF).u8(0xE1).u16(sequence.length).bytes(sequence);
        settings.u8(1).u16(track.picture().length).bytes(track.picture());
        if (sequence[1] == HIGH) {
            // 4:2:0, eight bits, no more parameter sets (ISO/IEC 14496-15, §5.3.3.1).
            settings.u8(0xFD).u8(0xF8).u8(0xF8).u8(0);
        }
        Box entry = Box.of("avc1").zeros(6).u16(1).zeros(16).u16(track.width()).u16(track.height());
        entry.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xFFFF);
        // The range is told so that players do not stretch what is full already; colours are not told.
        Box colour = Box.of("colr").text("nclx").u16(2).u16(2).u16(2).u8(track.fullRange() ? 0x80 : 0);
        return entry.box(settings).box(colour);
    }
}
