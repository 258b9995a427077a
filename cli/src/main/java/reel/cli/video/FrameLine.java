package reel.cli.video;

import reel.cli.screen.Progress;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;

/// The progress of an encode or decode on the user's screen: bytes, frames, rate, time left.
final class FrameLine implements VideoListener, AutoCloseable {
    private final Screen screen;
    private final Progress line;
    private volatile boolean warned;

    private FrameLine(Screen screen, Progress line) {
        this.screen = screen;
        this.line = line;
    }

    static FrameLine open(Screen screen, String verb) {
        return new FrameLine(screen, screen.progress(verb));
    }

    /// For questions that are asked meanwhile.
    Progress line() {
        return line;
    }

    @Override
    public void progress(VideoProgress progress) {
        line.at(0, progress.bytes());
        line.total(0, Math.max(0, progress.totalBytes()));
        if (progress.frames() >= 0) {
            String of = progress.totalFrames() > 0 ? " of " + Sizes.grouped(progress.totalFrames()) : "";
            line.more("frame " + Sizes.grouped(progress.frames()) + of);
        }
    }

    @Override
    public void note(String message) {
        line.more(message);
        screen.say(message);
    }

    @Override
    public void warning(String message) {
        warned = true;
        screen.warn(message);
    }

    /// Whether there was something that the user must know.
    boolean warned() {
        return warned;
    }

    @Override
    public void close() {
        line.close();
    }
}
