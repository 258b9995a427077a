package reel.protect.model;

/// Is told how far a job is. Called from several threads; implementations are quick and never throw.
public interface ProtectProgress {
    /// Nobody looks.
    ProtectProgress NONE = new ProtectProgress() {
        @Override
        public void begin(long bytes) {}

        @Override
        public void advance(long bytes) {}
    };

    /// The job starts. @param bytes of the source that it covers
    void begin(long bytes);

    /// More source bytes are done.
    void advance(long bytes);
}
