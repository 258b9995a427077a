package reel.video.robust;

import java.util.ArrayList;
import java.util.List;
import reel.stream.Refused;
import reel.video.code.HeaderCode;
import reel.video.code.LdpcCode;
import reel.video.ffmpeg.FrameShape;

/// Where everything lies in a frame of a preset: a strip of header cells at the top, the data's blocks, the strip once
/// more at the bottom; and how many codewords of how many bits the blocks hold.
///
/// @param strip     lines of one strip
/// @param stripRows rows of cells in it
/// @param codewords in a frame
/// @param sentBytes of each codeword; the others are data bytes that are always 0 and not sent
record Layout(
        Recipe recipe,
        FrameShape shape,
        int cell,
        int strip,
        int stripRows,
        Modulation.Area area,
        int codewords,
        int sentBytes) {
    /// Bytes of a symbol's own check.
    static final int CHECK_BYTES = 4;

    private static final int LEAST_SYMBOL_BYTES = 64;

    static Layout of(Recipe recipe, FrameShape shape) throws Refused {
        int cell = recipe.cell(shape);
        int side = recipe.modulation(shape).side();
        int cells = shape.width() / cell;
        int headerBits = HeaderCode.bits(FrameHeader.BYTES);
        int rows = cells == 0 ? 0 : (headerBits + cells - 1) / cells;
        int strip = (rows * cell + side - 1) / side * side;
        int lines = shape.height() / side * side;
        int columns = shape.width() / side;
        int blockRows = (lines - 2 * strip) / side;
        if (rows == 0 || blockRows < 1) {
            throw tooSmall(recipe, shape);
        }
        Modulation.Area area = new Modulation.Area(shape.width(), strip, columns, blockRows);
        int bits = area.blocks() * recipe.modulation(shape).bitsPerBlock();
        int codewords = (bits + LdpcCode.BITS - 1) / LdpcCode.BITS;
        int sent = bits / codewords / 8;
        Layout layout = new Layout(recipe, shape, cell, strip, rows, area, codewords, sent);
        if (layout.symbolBytes() < LEAST_SYMBOL_BYTES) {
            throw tooSmall(recipe, shape);
        }
        return layout;
    }

    private static Refused tooSmall(Recipe recipe, FrameShape shape) {
        return new Refused(
                "frames of " + shape, "too small for preset " + recipe.preset.word(), "Choose larger frames.");
    }

    /// Every size that a video may have been made in, if it is not the one it has now.
    static List<FrameShape> usual() {
        List<FrameShape> shapes = new ArrayList<>();
        for (int height : new int[] {1080, 2160, 720, 1440, 480, 360, 4320}) {
            shapes.add(new FrameShape(height * 16 / 9 + 1 & -2, height));
        }
        return shapes;
    }

    Modulation modulation() {
        return recipe.modulation(shape);
    }

    /// Data bytes of a codeword that are not sent.
    int shortenedBytes() {
        return LdpcCode.BITS / 8 - sentBytes;
    }

    /// Bytes of a symbol with its check.
    int checkedBytes() {
        return recipe.rate.dataBits() / 8 - shortenedBytes();
    }

    /// T of the fountain code.
    int symbolBytes() {
        return checkedBytes() - CHECK_BYTES;
    }

    /// The first line of the second strip.
    int lowerStrip() {
        return area.top() + area.rows() * modulation().side();
    }

    /// Bits of a frame, all of them likelihoods when it is read.
    int bits() {
        return area.blocks() * modulation().bitsPerBlock();
    }
}
