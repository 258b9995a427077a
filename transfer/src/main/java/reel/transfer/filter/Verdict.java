package reel.transfer.filter;

/// What filters say of a path.
public enum Verdict {
    TAKE,
    /// A folder that is only looked into: made at the destination where something below it is taken.
    SEARCH,
    LEAVE
}
