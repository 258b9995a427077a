package reel.video.robust;

import reel.video.carrier.Preset;
import reel.video.ffmpeg.FrameShape;

/// The frames of a calibration clip: for each preset so many, of symbols that anybody can make again.
///
/// A frame's header says that it is for calibration, `block` is the section and `firstSymbol` counts within it.
final class CalibrationFrames {
    static final FrameShape SHAPE = new FrameShape(1920, 1080);
    static final int FRAMES_PER_SECOND = 10;
    /// Of each preset: all five together last twenty seconds.
    static final int FRAMES = 40;

    private static final int STREAM = 0xCA11B8A7;

    private CalibrationFrames() {}

    static FrameHeader header(Recipe recipe, int perFrame, int frame) {
        return new FrameHeader(
                FrameHeader.Kind.CALIBRATION, recipe.preset, 0, STREAM, recipe.ordinal(), frame * perFrame, 0);
    }

    /// Whether a header is one of a clip's; its frame's number within its section is `firstSymbol / perFrame`.
    static boolean made(FrameHeader header, Recipe recipe, int perFrame) {
        int frame = header.firstSymbol() / perFrame;
        return frame < FRAMES && header.equals(header(recipe, perFrame, frame));
    }

    /// Bytes of all symbols of a frame.
    static byte[] symbols(Preset preset, Layout layout, int frame) {
        byte[] symbols = new byte[layout.codewords() * layout.symbolBytes()];
        Mix mix = new Mix((long) preset.number() << 32 ^ frame);
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (byte) mix.next();
        }
        return symbols;
    }
}
