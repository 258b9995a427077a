package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import reel.stream.RandomReader;
import reel.stream.chunk.CutHints;

/// The cut hints of every container known here: PNG, RIFF, ISO base media, Photoshop, ZIP. Stateless and thread-safe.
///
/// Content alone decides. Only skeletons are read; a file whose skeleton is not as its format says, which is truncated,
/// or which takes more than [Headers#MOST_READS] reads, gets no hints. The rule that edges cost next to nothing is
/// [Edges]'.
public final class MediaCuts implements CutHints {
    private static final int HEAD_BYTES = 16;

    private record Container(Predicate<ByteBuffer> claims, Finder finder) {}

    /// Finds a file's elements.
    private interface Finder {
        void find(Headers file, Edges edges) throws IOException, Unparsable;
    }

    private static final List<Container> CONTAINERS = List.of(
            new Container(PngCuts::claims, PngCuts::find),
            new Container(RiffCuts::claims, RiffCuts::find),
            new Container(BoxCuts::claims, BoxCuts::find),
            new Container(PsdCuts::claims, PsdCuts::find),
            new Container(ZipCuts::claims, ZipCuts::find));

    @Override
    public long[] cuts(RandomReader file, String name) throws IOException {
        if (Edges.most(file.size()) == 0) {
            return NO_CUTS;
        }
        Headers headers = new Headers(file);
        try {
            for (Container container : CONTAINERS) {
                if (container.claims.test(headers.bigEndian(0, HEAD_BYTES))) {
                    Edges edges = new Edges(file.size());
                    container.finder.find(headers, edges);
                    return edges.chosen();
                }
            }
            return NO_CUTS;
        } catch (Unparsable damagedOrOther) {
            return NO_CUTS;
        }
    }
}
