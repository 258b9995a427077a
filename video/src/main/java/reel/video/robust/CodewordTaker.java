package reel.video.robust;

import java.util.Arrays;
import reel.video.code.LdpcCode;
import reel.video.code.LdpcDecoder;
import reel.video.code.LdpcEncoder;

/// Corrects the codewords of a frame and opens the symbols in them. One thread at a time.
public final class CodewordTaker {
    private final Codewords words;
    private final int mostIterations;
    private final LdpcDecoder decoder;
    private final LdpcEncoder encoder;
    private final byte[] soft = new byte[LdpcCode.BITS];
    private final byte[] data;
    private final byte[] again = new byte[LdpcCode.BITS / 8];

    public CodewordTaker(Codewords words, int mostIterations) {
        this.words = words;
        this.mostIterations = mostIterations;
        LdpcCode code = LdpcCode.of(words.rate());
        decoder = LdpcDecoder.best(code);
        encoder = new LdpcEncoder(code);
        data = new byte[code.rate().dataBits() / 8];
    }

    /// The likelihoods of a frame.
    @FunctionalInterface
    public interface Likelihoods {
        /// Those that codeword `word` was sent as, from its bit number `sent` on, into `soft[from .. to-1]`.
        void copy(int word, int sent, byte[] soft, int from, int to);
    }

    public TakenFrame take(FrameHeader header, Levels levels, Likelihoods likelihoods) {
        int size = words.symbolBytes();
        byte[] symbols = new byte[words.count() * size];
        boolean[] good = new boolean[words.count()];
        int failed = 0;
        int errors = 0;
        int compared = 0;
        for (int w = 0; w < good.length; w++) {
            gather(w, likelihoods);
            boolean found = decoder.decode(soft, 0, mostIterations, data, 0);
            if (found && compared == 0) {
                compared = 8 * words.sentBytes();
                errors = errors();
            }
            good[w] = found && unsent() && SymbolSeal.open(header, header.firstSymbol() + w, data, 0, size);
            if (good[w]) {
                System.arraycopy(data, 0, symbols, w * size, size);
            } else {
                failed++;
            }
        }
        return new TakenFrame(header, levels, symbols, good, failed, errors, compared);
    }

    /// Puts those of bits that were not sent among the others: they are known.
    private void gather(int w, Likelihoods likelihoods) {
        int data = 8 * words.checkedBytes();
        int known = data + 8 * words.shortenedBytes();
        likelihoods.copy(w, 0, soft, 0, data);
        Arrays.fill(soft, data, known, LdpcDecoder.SURE);
        likelihoods.copy(w, data, soft, known, soft.length);
    }

    /// Whether the data bytes that were not sent are 0, as they were made.
    private boolean unsent() {
        for (int i = words.checkedBytes(); i < data.length; i++) {
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
