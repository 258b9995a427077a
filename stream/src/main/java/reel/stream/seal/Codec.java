package reel.stream.seal;

import reel.stream.Corrupt;

/// How a frame's bytes were sealed: a compression in the low four bits, encryption in the top bit. Written in every
/// frame.
public enum Codec {
    RAW(0x00),
    ZSTD(0x01),
    RAW_AES_GCM(0x80),
    ZSTD_AES_GCM(0x81);

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
        throw new Corrupt(
                thing, offset, "a codec this version knows (0x00, 0x01, 0x80, 0x81)", "0x" + Integer.toHexString(code));
    }
}
