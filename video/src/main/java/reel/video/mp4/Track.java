package reel.video.mp4;

/// What an MP4 file says about its one track.
///
/// @param fullRange whether levels go from 0 to 255, and not from 16 to 235
/// @param sequence a sequence parameter set, a NAL unit
/// @param picture  a picture parameter set, a NAL unit
public record Track(int width, int height, int framesPerSecond, boolean fullRange, byte[] sequence, byte[] picture) {
    /// Ticks of a frame; a second has `framesPerSecond` times so many.
    static final int FRAME_TICKS = 1000;

    int ticksPerSecond() {
        return framesPerSecond * FRAME_TICKS;
    }
}
