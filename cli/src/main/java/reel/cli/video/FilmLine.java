package reel.cli.video;

import reel.cli.screen.Progress;
import reel.cli.screen.Screen;
import reel.video.gop.GopProgress;

/// The progress of work on a film on the user's screen: bytes where they are known, else how much of its length.
final class FilmLine implements GopProgress, AutoCloseable {
    private final Progress line;
    private final boolean inBytes;
    private long total;
    private long done;

    private FilmLine(Progress line, boolean inBytes) {
        this.line = line;
        this.inBytes = inBytes;
    }

    static FilmLine ofBytes(Screen screen, String verb) {
        return new FilmLine(screen.progress(verb), true);
    }

    static FilmLine ofShare(Screen screen, String verb) {
        return new FilmLine(screen.progress(verb), false);
    }

    @Override
    public void begin(long amount) {
        total = amount;
        done = 0;
        if (inBytes) {
            line.at(0, 0);
            line.total(0, amount);
        }
    }

    @Override
    public void advance(long amount) {
        done += amount;
        if (inBytes) {
            line.done(0, amount);
        } else if (total > 0) {
            line.more(100 * done / total + " %");
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
