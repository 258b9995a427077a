package reel.video.art;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.video.code.HeaderCode;
import reel.video.code.LdpcCode;
import reel.video.code.LdpcDecoder;
import reel.video.code.LdpcEncoder;
import reel.video.robust.FrameHeader;
import reel.video.robust.Levels;
import reel.video.robust.SymbolSeal;
import reel.video.robust.TakenFrame;

/// Reads header and symbols out of grain. One thread at a time.
final class GrainTaker {
    private static final int MOST_ITERATIONS = 30;

    private final ArtLayout layout;
    private final LdpcDecoder decoder = LdpcDecoder.best(LdpcCode.of(ArtLayout.RATE));
    private final LdpcEncoder encoder = new LdpcEncoder(LdpcCode.of(ArtLayout.RATE));
    private final byte[] soft = new byte[LdpcCode.BITS];
    private final byte[] data = new byte[ArtLayout.RATE.dataBits() / 8];
    private final byte[] again = new byte[LdpcCode.BITS / 8];

    GrainTaker(ArtLayout layout) {
        this.layout = layout;
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
        int size = layout.symbolBytes();
        byte[] symbols = new byte[layout.codewords() * size];
        boolean[] good = new boolean[layout.codewords()];
        int failed = 0;
        int errors = 0;
        int compared = 0;
        for (int w = 0; w < good.length; w++) {
            gather(w, grain);
            boolean found = decoder.decode(soft, 0, MOST_ITERATIONS, data, 0);
            if (found && compared == 0) {
                compared = 8 * layout.sentBytes();
                errors = errors();
            }
            good[w] = found && unsent() && SymbolSeal.open(header, header.firstSymbol() + w, data, 0, size);
            if (good[w]) {
                System.arraycopy(data, 0, symbols, w * size, size);
            } else {
                failed++;
            }
        }
        return new TakenFrame(header, Levels.NOMINAL, symbols, good, failed, errors, compared);
    }

    /// The likelihoods of codeword w, in their order, with those of bits that were not sent.
    private void gather(int w, byte[] grain) {
        int data = 8 * layout.checkedBytes();
        int known = data + 8 * layout.shortenedBytes();
        int sent = 0;
        for (int i = 0; i < data; i++, sent++) {
            soft[i] = grain[layout.place(layout.index(w, sent))];
        }
        Arrays.fill(soft, data, known, LdpcDecoder.SURE);
        for (int i = known; i < soft.length; i++, sent++) {
            soft[i] = grain[layout.place(layout.index(w, sent))];
        }
    }

    /// Whether the data bytes that were not sent are 0, as they were made.
    private boolean unsent() {
        for (int i = layout.checkedBytes(); i < data.length; i++) {
            if (data[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// How many bits of the codeword just decoded were received wrong.
    private int errors() {
        System.arraycopy(data, 0, again, 0, data.length);
        encoder.encode(again, 0);
        int errors = 0;
        for (int i = 0; i < soft.length; i++) {
            errors += again[i >> 3] >> (i & 7) & 1 ^ soft[i] >>> 31;
        }
        return errors;
    }
}
