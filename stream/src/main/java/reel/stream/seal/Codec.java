package reel.stream.seal;

import reel.stream.Corrupt;

/// How a frame's bytes were sealed. Written in every frame.
public enum Codec {
    RAW(0x00),
    ZSTD(0x01);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Codec of(int code, String thing, long offset) throws Corrupt {
        for (Codec codec : values()) {
            if (codec.code == code) {
                return codec;
            }
        }
        throw new Corrupt(thing, offset, "a codec this version knows (0x00, 0x01)", "0x" + Integer.toHexString(code));
    }
}
