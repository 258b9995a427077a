package reel.history.workspace.checkout;

/// What a checkout may throw away that is saved nowhere.
enum MayLose {
    NOTHING,
    /// Changes of what is tracked, or was by what is taken back; what nobody tracks stays.
    TRACKED,
    /// Whatever is in the way.
    ANYTHING;

    static MayLose by(boolean force) {
        return force ? ANYTHING : NOTHING;
    }

    /// Whether a file may go as it stands, and one that only looks as it should is read to be sure.
    boolean force() {
        return this != NOTHING;
    }
}
