package reel.video.art;

import java.util.Arrays;
import reel.video.code.HeaderCode;
import reel.video.code.LdpcCode;
import reel.video.code.LdpcEncoder;
import reel.video.robust.FrameHeader;
import reel.video.robust.SymbolSeal;

/// Makes a frame's grain of a header and its symbols. One thread at a time.
final class GrainMaker {
    private final ArtLayout layout;
    private final LdpcEncoder encoder;
    private final byte[] codeword = new byte[LdpcCode.BITS / 8];

    GrainMaker(ArtLayout layout) {
        this.layout = layout;
        encoder = new LdpcEncoder(LdpcCode.of(layout.words().rate()));
    }

    /// The bits of the grain, 0 or 1 each.
    ///
    /// @param symbols so many as the layout has codewords, one after the other
    byte[] bits(FrameHeader header, byte[] symbols) {
        byte[] bits = new byte[layout.bits()];
        byte[] head = HeaderCode.encode(header.toBytes());
        for (int i = 0; i < ArtLayout.HEADERS * ArtLayout.HEADER_BITS; i++) {
            bits[layout.place(i)] = (byte) (head[i % ArtLayout.HEADER_BITS] ^ mask(i));
        }
        int size = layout.symbolBytes();
        for (int w = 0; w < layout.codewords(); w++) {
            Arrays.fill(codeword, (byte) 0);
            System.arraycopy(symbols, w * size, codeword, 0, size);
            SymbolSeal.seal(header, header.firstSymbol() + w, codeword, 0, size);
            encoder.encode(codeword, 0);
            int sent = 0;
            for (int i = 0; i < codeword.length; i++) {
                if (i == layout.words().checkedBytes()) {
                    i += layout.words().shortenedBytes();
                }
                for (int bit = 0; bit < 8; bit++, sent++) {
                    bits[layout.place(layout.index(w, sent))] = (byte) (codeword[i] >> bit & 1);
                }
            }
        }
        return bits;
    }

    /// A fixed bit for each bit of the headers, so that they look like all other grain.
    static int mask(int index) {
        long z = (index + 1) * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        return (int) (z >>> 63);
    }
}
