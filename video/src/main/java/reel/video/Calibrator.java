package reel.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import reel.stream.Missing;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.robust.Calibration;
import reel.video.robust.CalibrationReport;
import reel.video.work.WorkFolder;

/// Finds out which preset a platform lets through: make a clip, have the platform take it, read what comes back.
public final class Calibrator {
    private Calibrator() {}

    /// Makes the clip. Nothing is left of one that fails.
    ///
    /// @param replace whether `target` may be there already
    public static void make(Path target, boolean replace, VideoOptions options, VideoListener listener)
            throws IOException {
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Missing(String.valueOf(folder), "is no folder", "Make it, or write elsewhere.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && (!replace || Files.isDirectory(target) || !WorkFolder.mayBeReplaced(target))) {
            throw WorkFolder.inTheWay(target);
        }
        try (WorkFolder work = WorkFolder.open(target, "")) {
            Path clip = work.path().resolve("clip");
            Calibration.make(clip, options, listener);
            WorkFolder.publish(clip, target, replace);
        }
    }

    /// Measures what a platform made of the clip.
    public static CalibrationReport read(Path video, VideoOptions options, VideoListener listener) throws IOException {
        if (!Files.isRegularFile(video)) {
            throw new Missing(video.toString(), "is no file", "Name the video that came back from the platform.");
        }
        return Calibration.read(video, options, listener);
    }
}
