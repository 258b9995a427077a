package reel.video.art;

/// A composition of one size that moves in a loop.
interface Scene {
    /// What it looks like at `phase` of the loop, 0 to 1; the end is the beginning again.
    Picture at(double phase);

    /// One moment of a scene, painted row by row, in any order and by any thread.
    interface Picture {
        void row(int row, Canvas to);
    }
}
