package reel.cli.command;

import reel.cli.screen.Screen;

/// The application's progress on the user's screen.
final class ProgressLine implements reel.history.workspace.Progress, AutoCloseable {
    private final reel.cli.screen.Progress line;

    private ProgressLine(reel.cli.screen.Progress line) {
        this.line = line;
    }

    static ProgressLine open(Screen screen, String verb) {
        return new ProgressLine(screen.progress(verb));
    }

    @Override
    public void begin(String phase, long files, long bytes) {
        line.at(0, 0);
        line.total(Math.max(0, files), Math.max(0, bytes));
    }

    @Override
    public void advance(long files, long bytes) {
        line.done(files, bytes);
    }

    @Override
    public void close() {
        line.close();
    }
}
