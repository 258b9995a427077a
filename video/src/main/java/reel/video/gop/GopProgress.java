package reel.video.gop;

/// Hears how far a film's cutting or joining has come; called from the working thread.
public interface GopProgress {
    /// `bytes` are to be done from here on.
    void begin(long bytes);

    /// `bytes` more are done.
    void advance(long bytes);

    /// Nobody listens.
    GopProgress SILENT = new GopProgress() {
        @Override
        public void begin(long bytes) {}

        @Override
        public void advance(long bytes) {}
    };
}
