package reel.video.robust;

/// How the video's levels came through: what was black and white is now `mid ± swing`.
///
/// @param mid   the value between black and white
/// @param swing half the distance of the two, above 0
/// @param noise deviation of a cell of the header from what it should be
public record Levels(float mid, float swing, float noise) {
    /// As they are made: 16 and 235, limited range.
    static final int BLACK = 16;

    static final int WHITE = 235;
    static final float MID = (BLACK + WHITE) / 2f;
    static final float SWING = (WHITE - BLACK) / 2f;
    public static final Levels NOMINAL = new Levels(MID, SWING, 0);

    /// How much larger everything is than it was made.
    float gain() {
        return swing / SWING;
    }
}
