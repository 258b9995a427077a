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
import reel.stream.hash.Blake3;
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
/// codec.decode(new VideoSource.Files(List.of(video)), new VideoSink.Files(out, false), DecodeJob.ALL,
///         VideoOptions.of(Preset.ARCHIVE), null, VideoListener.NONE);
/// ```
public final class VideoCodec {
    private static final long WORTH_WARMING_BYTES = 256L << 20;

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
        Origins origins = switch (source) {
            case VideoSource.Files(List<Path> paths) -> Origins.of(paths);
            case VideoSource.Pipe(var stream, String name) -> Origins.of(stream, name);
        };
        Keyring keys = Keyring.of(secret, cost);
        Encode encode = new Encode(carrier, origins, keys, secret != null, options, listener);
        return switch (sink) {
            case VideoSink.Files(Path target, boolean replace) -> {
                WorkFolder.requireApart(target, read(source));
                yield encode.toFile(target, replace);
            }
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

    /// Brings files back: into a folder, which is made if it is not there, or one of them to a pipe. In a folder
    /// nothing of them is visible before all are there and right.
    ///
    /// @param passphrase asked when the video is encrypted; null where nobody knows
    public DecodeReport decode(
            VideoSource source,
            VideoSink sink,
            DecodeJob job,
            VideoOptions options,
            @Nullable Passphrase passphrase,
            VideoListener listener)
            throws IOException {
        if (source instanceof VideoSource.Files(List<Path> paths) && paths.size() != 1) {
            throw new IllegalArgumentException("one video is decoded at a time, not " + paths.size());
        }
        warm(source, job);
        return switch (sink) {
            case VideoSink.Files(Path folder, boolean replace) -> {
                try (Landing landing = Landing.open(folder, name(source), read(source), replace)) {
                    yield with(source, landing.work(), options, listener, open -> {
                        try (Opened keys = open.unlock(cost, passphrase)) {
                            return landing.land(
                                    keys.restorer(open, listener),
                                    job,
                                    open.seen().sighting().preset());
                        }
                    });
                }
            }
            case VideoSink.Pipe(OutputStream out) -> {
                try (WorkFolder work = WorkFolder.temporary()) {
                    yield with(source, work.path(), options, listener, open -> {
                        try (Opened keys = open.unlock(cost, passphrase)) {
                            Restored restored = keys.restorer(open, listener).stream(out, job.names());
                            return new DecodeReport(
                                    open.seen().sighting().preset(), restored.entries(), restored.bytes(), List.of());
                        }
                    });
                }
            }
        };
    }

    /// Whoever brings much back hashes much: the fast hash is compiled while the first bytes are looked at.
    private static void warm(VideoSource source, DecodeJob job) throws IOException {
        if (job.names().isEmpty()
                && source instanceof VideoSource.Files(List<Path> paths)
                && Files.isRegularFile(paths.getFirst())
                && Files.size(paths.getFirst()) >= WORTH_WARMING_BYTES) {
            Blake3.warmUp();
        }
    }

    /// What a video tells about itself. A catalog that cannot be read is told, not thrown, unless it is for a wrong
    /// passphrase.
    ///
    /// @param passphrase asked when the video is encrypted; null to tell only what is public
    public VideoInfo info(Path video, VideoOptions options, @Nullable Passphrase passphrase, VideoListener listener)
            throws IOException {
        try (WorkFolder work = WorkFolder.temporary()) {
            VideoSource source = new VideoSource.Files(List.of(video));
            return with(source, work.path(), options, listener, open -> {
                Boolean encrypted = Restorer.encrypted(open.payload());
                Sighting sighting = open.seen().sighting();
                long bytes = Files.size(video);
                if (open.payload().isCut()) {
                    String trouble =
                            Restorer.cut(video.toString(), open.payload()).getMessage();
                    return new VideoInfo(sighting, bytes, encrypted, null, null, trouble, true);
                }
                try (Opened keys = open.unlock(cost, passphrase)) {
                    PayloadReader reader = PayloadReader.open(open.payload(), keys.keys(), video.toString());
                    return new VideoInfo(
                            sighting, bytes, encrypted, reader.catalog().entries(), reader.hashes(), null, false);
                } catch (Locked locked) {
                    if (passphrase != null) {
                        throw locked;
                    }
                    return new VideoInfo(sighting, bytes, encrypted, null, null, locked.getMessage(), false);
                } catch (Corrupt damaged) {
                    return new VideoInfo(sighting, bytes, encrypted, null, null, damaged.getMessage(), true);
                }
            });
        }
    }

    private static List<Path> read(VideoSource source) {
        return source instanceof VideoSource.Files(List<Path> paths) ? paths : List.of();
    }

    private static String name(VideoSource source) {
        return switch (source) {
            case VideoSource.Files(List<Path> paths) ->
                String.valueOf(paths.getFirst().getFileName());
            case VideoSource.Pipe(var stream, String name) -> name;
        };
    }

    /// What is done with an open video.
    private interface Use<T> {
        T of(Open open) throws IOException;
    }

    private <T> T with(VideoSource source, Path work, VideoOptions options, VideoListener listener, Use<T> use)
            throws IOException {
        Path video = switch (source) {
            case VideoSource.Files(List<Path> paths) -> paths.getFirst();
            case VideoSource.Pipe(var stream, String name) -> FileSpool.keep(stream, work.resolve("video"));
        };
        Seen seen = see(video, options);
        try (FileSpool spool = new FileSpool(work.resolve("payload"));
                CarriedPayload payload = seen.carrier().open(video, spool, options, listener)) {
            return use.of(new Open(video, seen, payload));
        }
    }

    /// An open video.
    private record Open(Path video, Seen seen, CarriedPayload payload) {
        Opened unlock(KeyCost cost, @Nullable Passphrase passphrase) throws IOException {
            Secret secret = null;
            if (passphrase != null && Boolean.TRUE.equals(Restorer.encrypted(payload))) {
                secret = passphrase.ask();
            }
            return new Opened(Keyring.of(secret, cost), secret);
        }
    }

    /// The keys of an open video, as long as they are needed.
    private record Opened(Keyring keys, @Nullable Secret secret) implements AutoCloseable {
        Restorer restorer(Open open, VideoListener listener) {
            return new Restorer(open.video().toString(), open.payload(), keys, listener);
        }

        @Override
        public void close() {
            if (secret != null) {
                secret.close();
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
