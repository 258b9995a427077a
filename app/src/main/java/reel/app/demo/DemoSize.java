package reel.app.demo;

/// How much media the demonstration makes.
///
/// @param width      of pictures and of the uncompressed clip, in pixels
/// @param smallFiles project, text, JSON and OBJ files together
public record DemoSize(
        String name,
        int width,
        int height,
        int pngFrames,
        int tiffFrames,
        int clipFrames,
        int soundSeconds,
        int movieSamples,
        int smallFiles) {
    /// About 14 MB, for a look and for tests.
    public static final DemoSize SMALL = new DemoSize("small", 240, 135, 8, 8, 24, 10, 100, 250);

    /// About 250 MB.
    public static final DemoSize NORMAL = new DemoSize("normal", 640, 360, 60, 48, 180, 90, 1400, 3000);
}
