package reel.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The project of the demonstration: [#make] shoots it, [#edit] is the next day's work.
///
/// The same size and seed give the same bytes.
public final class DemoProject {
    private static final int PICTURE_GRAIN_BITS = 2;

    private final Path root;
    private final DemoSize size;
    private final long seed;

    public DemoProject(Path root, DemoSize size, long seed) {
        this.root = root;
        this.size = size;
        this.seed = seed;
    }

    /// The first version.
    public void make() throws IOException {
        for (String folder : List.of("footage", "sound", "frames/shot010", "plates")) {
            Files.createDirectories(root.resolve(folder));
        }
        int width = size.width();
        int height = size.height();
        MovieFile.write(root.resolve("footage/a001.mov"), width * 2, height * 2, size.movieSamples(), seed + 1);
        ClipFile.write(root.resolve("footage/b001.y4m"), width, height, 0, size.clipFrames(), seed + 2);
        SoundFile.write(
                root.resolve("sound/dialogue.wav"), List.of(new SoundFile.Take(seed + 3, 0, size.soundSeconds())));
        for (int i = 0; i < size.pngFrames(); i++) {
            writePng("frames/shot010", i, "graded by the morning shift");
        }
        for (int i = 0; i < size.tiffFrames(); i++) {
            byte[] rgb = Picture.rgb(width, height, i, PICTURE_GRAIN_BITS, seed + 5);
            ImageFile.writeTiff(root.resolve("plates/plate%04d.tif".formatted(i)), width, height, rgb);
        }
        for (int i = 0; i < size.smallFiles(); i++) {
            SmallFiles.write(root, i, 1, seed + 6);
        }
        Files.writeString(root.resolve(".reelignore"), "*.tmp\n/cache/\n");
    }

    /// What one edit changes, told in one line each.
    public List<String> edits() {
        return List.of(
                "trim: the first eighth of footage/b001.y4m is cut away",
                "insert: two seconds of another take in the middle of sound/dialogue.wav",
                "append: a tenth more samples at the end of footage/a001.mov",
                "relabel: the comment in a third of the PNG frames",
                "rename: frames/shot010 becomes frames/shot010_v02",
                "change one line in every fortieth small file, delete every fiftieth");
    }

    /// The second version.
    public void edit() throws IOException {
        int width = size.width();
        int height = size.height();
        int cut = size.clipFrames() / 8;
        ClipFile.write(root.resolve("footage/b001.y4m"), width, height, cut, size.clipFrames(), seed + 2);
        int half = size.soundSeconds() / 2;
        SoundFile.write(
                root.resolve("sound/dialogue.wav"),
                List.of(
                        new SoundFile.Take(seed + 3, 0, half),
                        new SoundFile.Take(seed + 7, 0, 2),
                        new SoundFile.Take(seed + 3, half, size.soundSeconds() - half)));
        int longer = size.movieSamples() + size.movieSamples() / 10;
        MovieFile.write(root.resolve("footage/a001.mov"), width * 2, height * 2, longer, seed + 1);
        for (int i = 0; i < size.pngFrames(); i += 3) {
            writePng("frames/shot010", i, "graded again after the director's notes");
        }
        Files.move(root.resolve("frames/shot010"), root.resolve("frames/shot010_v02"));
        for (int i = 0; i < size.smallFiles(); i++) {
            if (i % 50 == 7) {
                Files.delete(root.resolve(SmallFiles.path(i)));
            } else if (i % 40 == 3) {
                SmallFiles.write(root, i, 2, seed + 6);
            }
        }
    }

    private void writePng(String folder, int frame, String comment) throws IOException {
        byte[] rgb = Picture.rgb(size.width(), size.height(), frame, PICTURE_GRAIN_BITS, seed + 4);
        Path file = root.resolve(folder).resolve("frame%04d.png".formatted(frame));
        ImageFile.writePng(file, size.width(), size.height(), rgb, comment);
    }
}
