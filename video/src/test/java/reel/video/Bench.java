package reel.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.box.KeyCost;
import reel.stream.box.Secret;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;

/// A folder to encode in and decode to, as tests want it: small frames, cheap keys.
final class Bench {
    static final VideoOptions TINY = VideoOptions.of(Preset.ARCHIVE).withSize(64, 64);
    static final VideoCodec CODEC = VideoCodec.standard().withKeyCost(KeyCost.LEAST);

    final Path folder;
    final Path video;
    final Path out;

    Bench(Path folder) {
        this.folder = folder;
        this.video = folder.resolve("a.mp4");
        this.out = folder.resolve("out");
    }

    Path file(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }

    EncodeReport encode(VideoOptions options, Path... sources) throws IOException {
        return CODEC.encode(
                new VideoSource.Files(List.of(sources)),
                new VideoSink.Files(video, true),
                options,
                null,
                VideoListener.NONE);
    }

    DecodeReport decode(DecodeJob job) throws IOException {
        return decode(job, null);
    }

    DecodeReport decode(DecodeJob job, @Nullable Passphrase passphrase) throws IOException {
        return CODEC.decode(
                new VideoSource.Files(List.of(video)),
                new VideoSink.Files(out, true),
                job,
                TINY,
                passphrase,
                VideoListener.NONE);
    }

    static Secret secret(String typed) throws IOException {
        return Secret.of(typed.toCharArray());
    }

    byte[] back(String name) throws IOException {
        return Files.readAllBytes(out.resolve(name));
    }

    /// Everything hidden in a folder and below.
    static List<Path> hidden(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
