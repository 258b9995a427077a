package reel.video.art;

/// Chooses what a seed's film shows.
final class Gallery {
    static final int FAMILIES = 6;

    private Gallery() {}

    static Scene scene(int family, int width, int height, Palette palette, Dice dice) {
        return switch (family) {
            case 0 -> new Dunes(width, height, palette, dice);
            case 1 -> new Agate(width, height, palette, dice);
            case 2 -> new Tiles(width, height, palette, dice);
            case 3 -> new Braid(width, height, palette, dice);
            case 4 -> new Glass(width, height, palette, dice);
            default -> new Discs(width, height, palette, dice);
        };
    }
}
