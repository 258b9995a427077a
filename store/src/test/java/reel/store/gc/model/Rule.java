package reel.store.gc.model;

/// The rules of docs/format/gc.md that can be broken, one at a time, to see that the model notices.
enum Rule {
    /// A session looks again after it has got the epoch's lock.
    LOOK_AGAIN,
    /// A session does not rely on condemned packs.
    RELY_ON_NOTHING_CONDEMNED,
    /// A new pack never gets a condemned name.
    NEW_NAME,
    /// An old commit is named only when the kept operations lead to it.
    FLOOR,
    /// The session lasts until the stage is written.
    HOLD_UNTIL_STAGED,
    /// A restore into the stage holds a session, too.
    HOLD_WHILE_RESTORING,
    /// Sessions of the epoch are waited for.
    WAIT,
    /// A left-over record's own wait is made up for.
    WAIT_FOR_ELDERS,
    /// Roots are marked again after the wait.
    MARK_AGAIN,
    /// The stage is among them.
    MARK_STAGE_AGAIN,
    /// The announcement has the number after the operation marked last.
    ANNOUNCE_NEXT,
    /// Without locks: an overlooked session compares what it relied on.
    COMPARE_WHEN_OVERLOOKED,
    /// Without locks: what it wrote, too.
    COMPARE_WRITTEN,
}
