package reel.store;

/// What a chunk holds. Data and metadata go to separate packs, so that walking a history reads little.
public enum Kind {
    /// File content.
    DATA(0),
    /// Nodes of manifests, trees, commits.
    META(1);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
