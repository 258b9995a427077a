package reel.video.robust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameReader;
import reel.video.ffmpeg.FrameShape;
import reel.video.ffmpeg.VideoFacts;

/// Finds out whether a video is one of these, of which preset, and in which size its frames were made: it tries to read
/// a header at the places of every preset in every usual size, until a header's check is right.
record Scout(VideoFacts facts, Layout layout, FrameHeader header) {
    /// A video whose first frames are somebody else's has ours after so many at most.
    private static final int MOST_FRAMES = 48;

    private static final int AHEAD = 3;

    /// Null where it is no video, or none of these.
    static @Nullable Scout look(Ffmpeg ffmpeg, Path video) throws IOException {
        VideoFacts facts = VideoFacts.read(ffmpeg, video);
        if (facts == null) {
            return null;
        }
        FrameShape own = facts.shape();
        List<Layout> layouts = layouts(own);
        try (FrameReader reader = FrameReader.open(ffmpeg, video, own, own, MOST_FRAMES, AHEAD)) {
            for (byte[] plane = reader.next(); plane != null; plane = reader.next()) {
                boolean blank = new Samples(plane, own, own).blank();
                for (Layout layout : blank ? List.<Layout>of() : layouts) {
                    HeaderStrip.Reading reading = HeaderStrip.read(new Samples(plane, own, layout.shape()), layout);
                    if (reading != null) {
                        return new Scout(facts, layout, reading.header());
                    }
                }
                reader.giveBack(plane);
            }
        } catch (Corrupt undecodable) {
            return null;
        }
        return null;
    }

    private static List<Layout> layouts(FrameShape own) {
        List<FrameShape> shapes = new ArrayList<>(List.of(own));
        Layout.usual().stream().filter(usual -> !usual.equals(own)).forEach(shapes::add);
        List<Layout> layouts = new ArrayList<>();
        for (FrameShape shape : shapes) {
            for (Recipe recipe : Recipe.values()) {
                try {
                    layouts.add(Layout.of(recipe, shape));
                } catch (Refused tooSmall) {
                    // No video was ever made in this size with this preset.
                    continue;
                }
            }
        }
        return layouts;
    }

    /// The plan of the payload's blocks.
    BlockPlan plan() {
        return new BlockPlan(header.payloadBytes(), layout.symbolBytes(), layout.codewords());
    }
}
