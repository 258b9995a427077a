package reel.video.ffmpeg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// The encoders of ffmpeg that videos are made with.
public enum VideoEncoder {
    X264("libx264"),
    VP9("libvpx-vp9"),
    AV1("libsvtav1");

    private final String library;

    VideoEncoder(String library) {
        this.library = library;
    }

    /// As ffmpeg calls it.
    public String library() {
        return library;
    }

    /// As users write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The encoder of a word; x264 where none is said.
    public static VideoEncoder of(@Nullable String word) throws Refused {
        if (word == null) {
            return X264;
        }
        for (VideoEncoder encoder : values()) {
            if (encoder.word().equalsIgnoreCase(word)) {
                return encoder;
            }
        }
        List<String> words = Arrays.stream(values()).map(VideoEncoder::word).toList();
        throw new Refused(
                word,
                "no such video encoder",
                "Choose one of " + words.stream().collect(Collectors.joining(", ")) + ".");
    }
}
