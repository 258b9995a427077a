package reel.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.box.KeyCost;
import reel.stream.box.Keyring;
import reel.stream.box.Secret;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.Carrier;
import reel.video.carrier.Preset;
import reel.video.carrier.Sighting;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.payload.Origins;
import reel.video.payload.PayloadReader;
import reel.video.payload.Restored;
import reel.video.payload.Restorer;
import reel.video.work.FileSpool;
import reel.video.work.WorkFolder;

/// Turns files into videos and videos into the files. Stateless.
///
/// ```java
/// VideoCodec codec = VideoCodec.standard();
/// codec.encode(new VideoSource.Files(List.of(disc)), new VideoSink.Files(video, false),
///         VideoOptions.of(Preset.ARCHIVE), null, VideoListener.NONE);
/// codec.decode(video, out, false, List.of(), false, options, null, VideoListener.NONE);
/// ```
public final class VideoCodec {
    private final List<Carrier> carriers;
    private final KeyCost cost;

    private VideoCodec(List<Carrier> carriers, KeyCost cost) {
        this.carriers = carriers;
        this.cost = cost;
    }

    public static VideoCodec standard() {
        return new VideoCodec(Carriers.all(), KeyCost.DEFAULT);
    }

    /// With another cost of guessing a passphrase.
    public VideoCodec withKeyCost(KeyCost other) {
        return new VideoCodec(carriers, other);
    }

    /// Makes a video. Nothing is left of one that fails.
    ///
    /// @param secret null not to encrypt
    public EncodeReport encode(
            VideoSource source, VideoSink sink, VideoOptions options, @Nullable Secret secret, VideoListener listener)
            throws IOException {
        Carrier carrier = carrier(options.preset());
        Origins origins =
                switch (source) {
                    case VideoSource.Files(List<Path> paths) -> Origins.of(paths);
                    case VideoSource.Pipe(var stream, String name) -> Origins.of(stream, name);
                };
        Keyring keys = Keyring.of(secret, cost);
        Encode encode = new Encode(carrier, origins, keys, secret != null, options, listener);
        return switch (sink) {
            case VideoSink.Files(Path target, boolean replace) -> encode.toFile(target, replace);
            case VideoSink.Pipe(var stream) -> encode.toStream(stream);
        };
    }

    private Carrier carrier(Preset preset) throws Refused {
        for (Carrier carrier : carriers) {
            if (carrier.presets().contains(preset)) {
                return carrier;
            }
        }
        throw new Refused("preset " + preset.word(), "is not in this build of reel", null);
    }

    /// Brings files back into `folder`, which is made if it is not there. Nothing of them is visible before all
    /// are there and right.
    ///
    /// @param names   paths of files and folders in the video; none for all
    /// @param partial whether to bring back what is whole when something is damaged
    public DecodeReport decode(
            Path video,
            Path folder,
            boolean replace,
            List<String> names,
            boolean partial,
            VideoOptions options,
            @Nullable Secret secret,
            VideoListener listener)
            throws IOException {
        Seen seen = see(video, options);
        try (Landing landing = Landing.open(folder, String.valueOf(video.getFileName()), replace);
                FileSpool spool = new FileSpool(landing.work().resolve("payload"));
                CarriedPayload payload = seen.carrier().open(video, spool, options, listener)) {
            Restorer restorer = new Restorer(video.toString(), payload, Keyring.of(secret, cost), listener);
            landing.check(restorer.listed(names));
            Path files = landing.files();
            Restored restored = partial
                    ? restorer.partial(files, names)
                    : names.isEmpty() ? restorer.all(files) : restorer.some(files, names);
            landing.publish(restored.entries());
            return new DecodeReport(
                    seen.sighting().preset(), restored.entries(), restored.bytes(), restored.lost());
        }
    }

    /// One file of a video to a pipe.
    ///
    /// @param name null where the video has one only
    public DecodeReport decodeTo(
            Path video,
            OutputStream out,
            @Nullable String name,
            VideoOptions options,
            @Nullable Secret secret,
            VideoListener listener)
            throws IOException {
        Seen seen = see(video, options);
        try (WorkFolder work = WorkFolder.temporary();
                FileSpool spool = new FileSpool(work.path().resolve("payload"));
                CarriedPayload payload = seen.carrier().open(video, spool, options, listener)) {
            Restorer restorer = new Restorer(video.toString(), payload, Keyring.of(secret, cost), listener);
            Restored restored = restorer.stream(out, name);
            return new DecodeReport(seen.sighting().preset(), restored.entries(), restored.bytes(), List.of());
        }
    }

    /// What a video tells about itself. A catalog that cannot be read is told, not thrown.
    public VideoInfo info(Path video, VideoOptions options, @Nullable Secret secret, VideoListener listener)
            throws IOException {
        Seen seen = see(video, options);
        long bytes = Files.size(video);
        try (WorkFolder work = WorkFolder.temporary();
                FileSpool spool = new FileSpool(work.path().resolve("payload"));
                CarriedPayload payload = seen.carrier().open(video, spool, options, listener)) {
            Boolean encrypted = Restorer.encrypted(payload);
            try {
                PayloadReader reader = PayloadReader.open(payload, Keyring.of(secret, cost), video.toString());
                return new VideoInfo(
                        seen.sighting(), bytes, encrypted, reader.catalog().entries(), reader.hashes(), null);
            } catch (Locked | Corrupt unread) {
                return new VideoInfo(seen.sighting(), bytes, encrypted, null, null, unread.getMessage());
            }
        }
    }

    private record Seen(Carrier carrier, Sighting sighting) {}

    private Seen see(Path video, VideoOptions options) throws IOException {
        if (!Files.exists(video)) {
            throw new Missing(video.toString(), "is not there", "Correct the name.");
        }
        if (!Files.isRegularFile(video)) {
            throw new Refused(video.toString(), "is no regular file", "Name a video.");
        }
        for (Carrier carrier : carriers) {
            Sighting sighting = carrier.look(video, options);
            if (sighting != null) {
                return new Seen(carrier, sighting);
            }
        }
        throw new Refused(
                video.toString(),
                "is no video that reel made, or so changed that nothing of it is left",
                "Give the file that `reel video encode` wrote.");
    }
}
