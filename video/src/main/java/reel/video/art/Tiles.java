package reel.video.art;

import java.util.List;

/// A poster's grid: each square holds a quarter disc, arcs, a half disc, a leaf or stripes, and turns by
/// quarters in its own time.
final class Tiles implements Scene {
    private static final int SHAPES = 7;

    /// Of the loop, how long one quarter turn takes.
    private static final double TURNING = 0.10;

    private final int width;
    private final int height;
    private final int columns;
    private final double side;
    private final double left;
    private final double top;
    private final Tile[] tiles;

    /// @param when phases at which it begins to turn by a quarter; four of them make the loop whole
    private record Tile(int shape, int quarter, int turns, double[] when, Ink under, Ink over, Ink third) {}

    Tiles(int width, int height, Palette palette, Dice dice) {
        this.width = width;
        this.height = height;
        int rows = 4 + dice.below(3);
        this.side = (double) height / rows;
        this.columns = (int) Math.ceil(width / side);
        this.left = (width - columns * side) / 2;
        this.top = 0;
        this.tiles = new Tile[columns * rows];
        List<Ink> inks = palette.inks();
        Ink paper = palette.ground().get(0).ink();
        for (int i = 0; i < tiles.length; i++) {
            Ink under = dice.below(3) == 0 ? dice.pick(inks) : paper;
            Ink over = other(dice, inks, under);
            Ink third = other(dice, inks, over);
            double first = dice.share() * 0.25;
            double[] when = new double[4];
            for (int k = 0; k < 4; k++) {
                when[k] = first + 0.25 * k + dice.between(0, 0.12);
            }
            tiles[i] = new Tile(dice.below(SHAPES), dice.below(4), dice.sign(), when, under, over, third);
        }
    }

    /// An ink that stands out from `from`.
    private static Ink other(Dice dice, List<Ink> inks, Ink from) {
        for (int tries = 0; tries < 12; tries++) {
            Ink ink = dice.pick(inks);
            if (Math.abs(ink.y() - from.y()) + Math.abs(ink.cb() - from.cb()) + Math.abs(ink.cr() - from.cr()) > 50) {
                return ink;
            }
        }
        return inks.get(0);
    }

    @Override
    public Picture at(double phase) {
        double[] cos = new double[tiles.length];
        double[] sin = new double[tiles.length];
        for (int i = 0; i < tiles.length; i++) {
            double quarters = tiles[i].quarter;
            for (double when : tiles[i].when) {
                // A turn that began before the loop's end goes on at its start.
                double since = phase - when;
                quarters += tiles[i].turns * (Turn.ease(since / TURNING) + Turn.ease((since + 1) / TURNING));
            }
            cos[i] = Turn.cos(quarters / 4);
            sin[i] = Turn.sin(quarters / 4);
        }
        return (row, to) -> {
            double v = (row + 0.5 - top) / side;
            int tileRow = (int) v;
            for (int x = 0; x < width; x++) {
                double u = (x + 0.5 - left) / side;
                int column = Math.min(columns - 1, (int) u);
                int index = Math.min(tiles.length - 1, tileRow * columns + column);
                double a = u - column - 0.5;
                double b = v - tileRow - 0.5;
                paint(
                        row * width + x,
                        tiles[index],
                        a * cos[index] + b * sin[index],
                        b * cos[index] - a * sin[index],
                        to);
            }
        };
    }

    private double cover(double distance) {
        return Math.clamp(0.5 - distance * side, 0.0, 1.0);
    }

    /// `a` and `b` from the tile's middle, in sides, turned with it.
    private void paint(int at, Tile tile, double a, double b, Canvas to) {
        Ink under = tile.under;
        to.set(at, under.y(), under.cb(), under.cr());
        double corner = Math.sqrt((a + 0.5) * (a + 0.5) + (b + 0.5) * (b + 0.5));
        double opposite = Math.sqrt((a - 0.5) * (a - 0.5) + (b - 0.5) * (b - 0.5));
        double middle = Math.sqrt(a * a + b * b);
        switch (tile.shape) {
            case 0 -> {
                to.lay(at, tile.over, cover(corner - 1));
                to.lay(at, tile.third, cover(corner - 0.5));
            }
            case 1 -> {
                double ring = Math.abs((corner * 6 - Math.floor(corner * 6)) - 0.5) - 0.25;
                to.lay(at, tile.over, corner < 1 ? cover(ring / 6) : 0);
            }
            case 2 -> {
                to.lay(at, tile.over, cover(Math.max(corner - 1, opposite - 1)));
                to.lay(at, tile.third, cover(middle - 0.14));
            }
            case 3 -> {
                to.lay(at, tile.over, cover(Math.max(middle - 0.5, a)));
                to.lay(at, tile.third, cover(Math.max(middle - 0.5, -a)));
            }
            case 4 -> {
                to.lay(at, tile.over, cover(corner - 0.5));
                to.lay(at, tile.over, cover(opposite - 0.5));
                to.lay(at, tile.third, cover(Math.min(corner, opposite) - 0.22));
            }
            case 5 -> {
                to.lay(at, tile.over, cover(middle - 0.42));
                to.lay(at, tile.under, cover(middle - 0.28));
                to.lay(at, tile.third, cover(middle - 0.14));
            }
            default -> to.lay(at, tile.over, cover((a + b) * 0.70710678));
        }
    }
}
