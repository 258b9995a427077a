package reel.transfer.job;

/// What a transfer does with the two sides.
public enum Mode {
    /// What is missing or different at the destination is written there; nothing else changes.
    COPY,
    /// As [#COPY], then what the source does not have is deleted at the destination.
    SYNC,
    /// As [#COPY], then what arrived is deleted at the source.
    MOVE,
    /// Compares, changes nothing.
    CHECK
}
