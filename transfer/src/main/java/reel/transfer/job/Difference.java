package reel.transfer.job;

/// What [Mode#CHECK] finds at a path.
public enum Difference {
    /// Only the source has it.
    MISSING,
    /// Only the destination has it.
    EXTRA,
    /// A file on one side and a folder or link on the other.
    KIND,
    SIZE,
    TIME,
    CONTENT
}
