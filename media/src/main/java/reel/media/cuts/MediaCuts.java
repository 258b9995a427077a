package reel.media.cuts;

import java.io.IOException;
import reel.stream.RandomReader;
import reel.stream.chunk.CutHints;

/// The cut hints of every container known here. Stateless and thread-safe.
public final class MediaCuts implements CutHints {
    @Override
    public long[] cuts(RandomReader file, String name) throws IOException {
        return NO_CUTS;
    }
}
