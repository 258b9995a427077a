package reel.transfer.job;

/// What becomes of symbolic links at the source.
public enum Links {
    /// A link stays a link, saying what it said. A destination without links gets none, which is a failure.
    KEEP,
    /// What the link means is copied in its place. Links that leave the source's place, mean nothing or lead in
    /// circles are failures.
    FOLLOW,
    /// Links are left out.
    SKIP
}
