package reel.video.robust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.raptorq.jvm.JvmKernels;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.Carrier;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.Preset;
import reel.video.carrier.Sighting;
import reel.video.carrier.Spool;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoTarget;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FfmpegFinder;
import reel.video.ffmpeg.FrameShape;

/// Carries a payload through re-encodes, with ffmpeg as decoder and, but for patterns, as encoder.
public final class RobustCarrier implements Carrier {
    private static final FrameShape USUAL = new FrameShape(1920, 1080);

    private final FfmpegFinder finder;

    /// What was found last: a video is opened just after it was looked at.
    private volatile @Nullable Found last;

    public RobustCarrier() {
        this(FfmpegFinder.ofProcess());
    }

    RobustCarrier(FfmpegFinder finder) {
        this.finder = finder;
    }

    @Override
    public Set<Preset> presets() {
        return Arrays.stream(Recipe.values()).map(recipe -> recipe.preset).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void encode(PayloadSource payload, VideoTarget target, VideoOptions options, VideoListener listener)
            throws IOException {
        Recipe recipe = recipe(options.preset());
        Layout layout = Layout.of(recipe, shape(options));
        EncodeSettings settings = EncodeSettings.of(recipe, options);
        Studio studio = settings.direct()
                ? new Studio.OfPatterns(layout, settings.framesPerSecond())
                : new Studio.OfFfmpeg(finder.find(options.ffmpeg()), layout, settings);
        String unused = JvmKernels.install();
        RandomReader bytes = payload.gather();
        BlockFilms.checkSize(bytes, recipe.preset);
        RobustEncode.run(studio, bytes, layout, settings, target, listener);
    }

    @Override
    public @Nullable Sighting look(Path video, VideoOptions options) throws IOException {
        Found found = found(video, options);
        last = found;
        Scout scout = found.scout();
        if (scout == null || scout.header().kind() != FrameHeader.Kind.DATA) {
            return null;
        }
        FrameShape shape = scout.facts().shape();
        return new Sighting(
                scout.header().preset(),
                shape.width(),
                shape.height(),
                scout.plan().frames(scout.layout().recipe().percent),
                scout.header().payloadBytes());
    }

    @Override
    public CarriedPayload open(Path video, Spool spool, VideoOptions options, VideoListener listener)
            throws IOException {
        Found found = found(video, options);
        last = null;
        Scout scout = found.scout();
        if (scout == null || scout.header().kind() != FrameHeader.Kind.DATA) {
            throw new Refused(
                    video.toString(),
                    "is no video that carries data, or none that can be told any more",
                    "Get it in its full size and best quality.");
        }
        Spool.Room room = spool.room(scout.header().payloadBytes());
        new RobustDecode(video, scout, room, listener).run(found.ffmpeg());
        return CarriedPayload.of(room);
    }

    /// @param scout null where it is no video of these presets
    private record Found(
            Path video,
            long bytes,
            FileTime time,
            @Nullable Path wish,
            long memoryBytes,
            Ffmpeg ffmpeg,
            @Nullable Scout scout) {}

    private Found found(Path video, VideoOptions options) throws IOException {
        long bytes = Files.size(video);
        FileTime time = Files.getLastModifiedTime(video);
        Found known = last;
        if (known != null
                && known.video().equals(video)
                && known.bytes() == bytes
                && known.time().equals(time)
                && Objects.equals(known.wish(), options.ffmpeg())
                && known.memoryBytes() == options.memoryBytes()) {
            return known;
        }
        Ffmpeg ffmpeg = finder.find(options.ffmpeg()).within(options.memoryBytes());
        return new Found(
                video, bytes, time, options.ffmpeg(), options.memoryBytes(), ffmpeg, Scout.look(ffmpeg, video));
    }

    private static Recipe recipe(Preset preset) {
        Recipe recipe = Recipe.of(preset);
        if (recipe == null) {
            throw new IllegalArgumentException(preset + " is another carrier's");
        }
        return recipe;
    }

    private static FrameShape shape(VideoOptions options) throws Refused {
        if (options.width() == 0 && options.height() == 0) {
            return USUAL;
        }
        int width = options.width() == 0 ? options.height() * 16 / 9 + 1 & -2 : options.width();
        int height = options.height() == 0 ? options.width() * 9 / 16 + 1 & -2 : options.height();
        if (width % 2 != 0 || height % 2 != 0 || Math.max(width, height) > FrameShape.MOST_SIDE) {
            throw new Refused(
                    "frames of " + width + " × " + height,
                    "expected even numbers, " + FrameShape.MOST_SIDE + " at most",
                    "Choose another size.");
        }
        return new FrameShape(width, height);
    }
}
