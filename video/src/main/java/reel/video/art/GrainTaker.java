package reel.video.art;

import org.jspecify.annotations.Nullable;
import reel.video.code.HeaderCode;
import reel.video.robust.CodewordTaker;
import reel.video.robust.FrameHeader;
import reel.video.robust.Levels;
import reel.video.robust.TakenFrame;

/// Reads header and symbols out of grain. One thread at a time.
final class GrainTaker {
    private static final int MOST_ITERATIONS = 30;

    private final ArtLayout layout;
    private final CodewordTaker taker;

    GrainTaker(ArtLayout layout) {
        this.layout = layout;
        taker = new CodewordTaker(layout.words(), MOST_ITERATIONS);
    }

    /// What the grain says of itself; null where that cannot be told.
    static @Nullable FrameHeader header(ArtLayout layout, byte[] grain) {
        float[] sum = new float[ArtLayout.HEADER_BITS];
        for (int i = 0; i < ArtLayout.HEADERS * ArtLayout.HEADER_BITS; i++) {
            float value = grain[layout.place(i)];
            sum[i % sum.length] += GrainMaker.mask(i) == 0 ? value : -value;
        }
        return FrameHeader.parse(HeaderCode.decode(sum, FrameHeader.BYTES));
    }

    TakenFrame take(FrameHeader header, byte[] grain) {
        return taker.take(header, Levels.NOMINAL, (word, sent, soft, from, to) -> {
            for (int i = from; i < to; i++) {
                soft[i] = grain[layout.place(layout.index(word, sent + i - from))];
            }
        });
    }
}
