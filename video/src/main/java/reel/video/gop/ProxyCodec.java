package reel.video.gop;

import java.util.List;
import java.util.Locale;

/// What an editing copy is encoded as.
public enum ProxyCodec {
    /// H.264 with a key frame twice a second and no frame that waits for a later one, and AAC: small, plays
    /// everywhere.
    H264(List.of(
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "21",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "15",
            "-bf",
            "0",
            "-c:a",
            "aac",
            "-b:a",
            "160k")),

    /// ProRes Proxy, every frame by itself, and plain sound: large, lightest to cut.
    PRORES(List.of(
            "-c:v", "prores_ks", "-profile:v", "0", "-vendor", "apl0", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le"));

    private final List<String> encoding;

    ProxyCodec(List<String> encoding) {
        this.encoding = encoding;
    }

    List<String> encoding() {
        return encoding;
    }

    /// As users write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
