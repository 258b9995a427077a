package reel.video.robust;

import java.util.Arrays;
import reel.video.code.LdpcCode;
import reel.video.code.LdpcDecoder;
import reel.video.code.LdpcEncoder;

/// Reads the symbols of a frame whose header is known. One thread at a time.
final class FrameTaker {
    private static final int MOST_ITERATIONS = 25;

    private final Layout layout;
    private final Modulation modulation;
    private final LdpcDecoder decoder;
    private final LdpcEncoder encoder;
    private final byte[] likelihoods;
    private final byte[] soft = new byte[LdpcCode.BITS];
    private final byte[] data;
    private final byte[] again = new byte[LdpcCode.BITS / 8];

    FrameTaker(Layout layout) {
        this.layout = layout;
        modulation = layout.modulation();
        LdpcCode code = LdpcCode.of(layout.recipe().rate);
        decoder = LdpcDecoder.best(code);
        encoder = new LdpcEncoder(code);
        likelihoods = new byte[layout.bits()];
        data = new byte[code.rate().dataBits() / 8];
    }

    TakenFrame take(HeaderStrip.Reading reading, byte[] plane) {
        FrameHeader header = reading.header();
        modulation.read(plane, layout.area(), reading.levels(), likelihoods);
        int size = layout.symbolBytes();
        byte[] symbols = new byte[layout.codewords() * size];
        boolean[] good = new boolean[layout.codewords()];
        int failed = 0;
        int errors = 0;
        int compared = 0;
        for (int w = 0; w < good.length; w++) {
            gather(w);
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
        return new TakenFrame(header, reading.levels(), symbols, good, failed, errors, compared);
    }

    /// The likelihoods of codeword w, in their order, with those of bits that were not sent.
    private void gather(int w) {
        int step = layout.codewords();
        int data = 8 * layout.checkedBytes();
        int known = data + 8 * layout.shortenedBytes();
        int from = w;
        for (int i = 0; i < data; i++, from += step) {
            soft[i] = likelihoods[from];
        }
        Arrays.fill(soft, data, known, LdpcDecoder.SURE);
        for (int i = known; i < soft.length; i++, from += step) {
            soft[i] = likelihoods[from];
        }
    }

    /// How many bits of the frame just taken were received other than they were made.
    int wrongBits(byte[] made) {
        int wrong = 0;
        for (int i = 0; i < made.length; i++) {
            wrong += made[i] ^ likelihoods[i] >>> 31;
        }
        return wrong;
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
