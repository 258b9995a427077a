package reel.video.robust;

import java.util.ArrayList;
import java.util.List;
import reel.stream.Refused;
import reel.video.code.HeaderCode;
import reel.video.ffmpeg.FrameShape;

/// Where everything lies in a frame of a preset: a strip of header cells at the top, the data's blocks, the strip once
/// more at the bottom; and how many codewords of how many bits the blocks hold.
///
/// @param strip     lines of one strip
/// @param stripRows rows of cells in it
record Layout(
        Recipe recipe, FrameShape shape, int cell, int strip, int stripRows, Modulation.Area area, Codewords words) {
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
        Codewords words = Codewords.of(recipe.rate, bits);
        if (!words.worthIt()) {
            throw tooSmall(recipe, shape);
        }
        return new Layout(recipe, shape, cell, strip, rows, area, words);
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

    int codewords() {
        return words.count();
    }

    /// T of the fountain code.
    int symbolBytes() {
        return words.symbolBytes();
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
