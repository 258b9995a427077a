package reel.video.gop;

import java.util.Locale;

/// What a stream of segments is made of; part of a segment's name.
enum StreamKind {
    /// Everything outside `moov` and the samples.
    REST(0),
    VIDEO(1),
    AUDIO(2),
    TIMECODE(3),
    DATA(4),
    /// A whole file that could not be taken apart.
    PIECE(5);

    private final int code;

    StreamKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StreamKind ofHandler(String handler) {
        return switch (handler) {
            case "vide" -> VIDEO;
            case "soun" -> AUDIO;
            case "tmcd" -> TIMECODE;
            default -> DATA;
        };
    }
}
