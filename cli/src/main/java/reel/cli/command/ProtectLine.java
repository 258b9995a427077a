package reel.cli.command;

import reel.cli.screen.Progress;
import reel.cli.screen.Screen;
import reel.protect.model.ProtectProgress;

/// The progress of protecting on the user's screen.
final class ProtectLine implements ProtectProgress, AutoCloseable {
    private final Progress line;

    private ProtectLine(Progress line) {
        this.line = line;
    }

    static ProtectLine open(Screen screen, String verb) {
        return new ProtectLine(screen.progress(verb));
    }

    @Override
    public void begin(long bytes) {
        line.at(0, 0);
        line.total(0, bytes);
    }

    @Override
    public void advance(long bytes) {
        line.done(0, bytes);
    }

    @Override
    public void close() {
        line.close();
    }
}
