package reel.history.workspace;

/// Is told how far a long job is. Called from several threads, often; implementations are quick and never throw.
public interface Progress {
    /// Nobody looks.
    Progress NONE = new Progress() {
        @Override
        public void begin(String phase, long files, long bytes) {}

        @Override
        public void advance(long files, long bytes) {}
    };

    /// A phase starts. @param files how many are expected, -1 when not known; @param bytes likewise
    void begin(String phase, long files, long bytes);

    /// More files and bytes of the phase are done.
    void advance(long files, long bytes);
}
