package reel.video.robust;

import java.util.Arrays;
import reel.video.code.LdpcCode;
import reel.video.code.LdpcEncoder;

/// Makes a frame of a header and its symbols. One thread at a time.
///
/// Bit i of codeword w goes to place `i · codewords + w`: every codeword lies all over the frame, and a frame's
/// codewords
/// live and die with it alone.
final class FrameMaker {
    private static final byte GREY = 126;

    private final Layout layout;
    private final Modulation modulation;
    private final LdpcEncoder encoder;
    private final byte[] codeword = new byte[LdpcCode.BITS / 8];
    private final byte[] bits;

    FrameMaker(Layout layout) {
        this.layout = layout;
        modulation = layout.modulation();
        encoder = new LdpcEncoder(LdpcCode.of(layout.recipe().rate));
        bits = new byte[layout.bits()];
    }

    /// Draws a frame.
    ///
    /// @param symbols so many as the layout has codewords, one after the other
    void draw(FrameHeader header, byte[] symbols, int at, byte[] plane) {
        byte[] drawn = bits(header, symbols, at);
        if (!covered()) {
            Arrays.fill(plane, GREY);
        }
        HeaderStrip.draw(header, layout, plane);
        modulation.draw(drawn, layout.area(), plane);
    }

    /// The bits that a frame's blocks carry, valid until the next call.
    byte[] bits(FrameHeader header, byte[] symbols, int at) {
        int size = layout.symbolBytes();
        for (int w = 0; w < layout.codewords(); w++) {
            Arrays.fill(codeword, (byte) 0);
            System.arraycopy(symbols, at + w * size, codeword, 0, size);
            SymbolSeal.seal(header, header.firstSymbol() + w, codeword, 0, size);
            encoder.encode(codeword, 0);
            spread(w);
        }
        return bits;
    }

    private boolean covered() {
        return layout.area().columns() * modulation.side() == layout.shape().width()
                && layout.strip() == layout.stripRows() * layout.cell()
                && layout.shape().width() % layout.cell() == 0
                && layout.lowerStrip() + layout.strip() == layout.shape().height();
    }

    private void spread(int w) {
        int step = layout.codewords();
        int to = w;
        int data = layout.words().checkedBytes();
        for (int i = 0; i < codeword.length; i++) {
            if (i == data) {
                i += layout.words().shortenedBytes();
            }
            int value = codeword[i];
            for (int bit = 0; bit < 8; bit++, to += step) {
                bits[to] = (byte) (value >> bit & 1);
            }
        }
    }
}
