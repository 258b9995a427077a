package reel.video.art;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.raptorq.jvm.JvmKernels;
import reel.stream.RandomReader;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
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
import reel.video.ffmpeg.FrameReader;
import reel.video.ffmpeg.FrameShape;
import reel.video.ffmpeg.VideoFacts;
import reel.video.robust.BlockFilms;
import reel.video.robust.FrameHeader;

/// Carries a payload as the grain of a film that is made for it: what it shows follows from the payload's BLAKE3.
public final class ArtCarrier implements Carrier {
    /// After so many frames without a header a video is none of ours.
    private static final int LOOKED_AT = 6;

    private static final int PIECE_BYTES = 1 << 20;

    private final FfmpegFinder finder;

    private final int leastFrames;

    public ArtCarrier() {
        this(FfmpegFinder.ofProcess(), ArtSettings.LEAST_FRAMES);
    }

    /// @param leastFrames of a film however short its payload
    ArtCarrier(FfmpegFinder finder, int leastFrames) {
        this.finder = finder;
        this.leastFrames = leastFrames;
    }

    @Override
    public Set<Preset> presets() {
        return Set.of(Preset.ART);
    }

    @Override
    public void encode(PayloadSource payload, VideoTarget target, VideoOptions options, VideoListener listener)
            throws IOException {
        ArtSettings settings = ArtSettings.of(options, leastFrames);
        Ffmpeg ffmpeg = finder.find(options.ffmpeg());
        String unused = JvmKernels.install();
        RandomReader bytes = payload.gather();
        BlockFilms.checkSize(bytes, Preset.ART);
        ArtLayout layout = ArtLayout.of(ArtSettings.shape(options, bytes.size()));
        ArtEncode.run(ffmpeg, bytes, seed(bytes), layout, settings, target, listener);
    }

    /// What the film shows: the first eight bytes of the payload's BLAKE3.
    private static long seed(RandomReader bytes) throws IOException {
        Blake3 hasher = Blake3.hasher();
        MemorySegment piece = MemorySegment.ofArray(new byte[(int) Math.min(PIECE_BYTES, bytes.size())]);
        for (long at = 0; at < bytes.size(); at += PIECE_BYTES) {
            MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, bytes.size() - at));
            bytes.read(at, part);
            hasher.update(part, 0, part.byteSize());
        }
        return hasher.digest().w0();
    }

    /// What a look found.
    private record Found(ArtLayout layout, FrameHeader header) {}

    private static @Nullable Found find(Ffmpeg ffmpeg, Path video) throws IOException {
        try {
            VideoFacts facts = VideoFacts.read(ffmpeg, video);
            FrameShape shape = facts == null ? null : facts.shape();
            if (shape == null || !ArtLayout.fits(shape)) {
                return null;
            }
            ArtLayout layout = ArtLayout.of(shape);
            Grain grain = Darkroom.grain(shape);
            byte[] soft = new byte[layout.bits()];
            try (FrameReader reader = FrameReader.open(ffmpeg, video, shape, shape, LOOKED_AT, 2)) {
                for (byte[] plane = reader.next(); plane != null; plane = reader.next()) {
                    for (int row = 0; row < grain.blockRows(); row++) {
                        grain.read(row, plane, soft);
                    }
                    reader.giveBack(plane);
                    FrameHeader header = GrainTaker.header(layout, soft);
                    if (header != null && header.preset() == Preset.ART) {
                        return new Found(layout, header);
                    }
                }
            }
        } catch (ReelException unreadable) {
            // What ffmpeg cannot read is none of ours.
            return null;
        }
        return null;
    }

    @Override
    public @Nullable Sighting look(Path video, VideoOptions options) throws IOException {
        Found found = find(finder.find(options.ffmpeg()), video);
        if (found == null) {
            return null;
        }
        FrameShape shape = found.layout.shape();
        return new Sighting(Preset.ART, shape.width(), shape.height(), -1, found.header.payloadBytes());
    }

    @Override
    public CarriedPayload open(Path video, Spool spool, VideoOptions options, VideoListener listener)
            throws IOException {
        Ffmpeg ffmpeg = finder.find(options.ffmpeg());
        String unused = JvmKernels.install();
        Found found = find(ffmpeg, video);
        if (found == null) {
            throw new Refused(
                    video.toString(),
                    "is no film that carries data, or none that can be told any more",
                    "Get it in its full size and best quality.");
        }
        Spool.Room room = spool.room(found.header.payloadBytes());
        new ArtDecode(video, found.layout, found.header, room, listener).run(ffmpeg);
        return CarriedPayload.of(room);
    }
}
