package reel.history.manifest;

/// How much of a file's bytes an edit kept, counted in whole chunks wherever they stand in either version.
///
/// Chunks below a node that both versions have are not looked at, so a chunk that stands there and also elsewhere
/// may count as changed, and so do nodes when more than sixteen thousand of a level differ: `keptBytes` is never too
/// high.
///
/// @param beforeBytes size of the version before
/// @param afterBytes  size of the version after
/// @param removedBytes bytes of the version before that the version after does not have
/// @param addedBytes  bytes of the version after that the version before does not have
public record ContentComparison(long beforeBytes, long afterBytes, long removedBytes, long addedBytes) {
    /// Bytes of the version after that the version before has too.
    public long keptBytes() {
        return afterBytes - addedBytes;
    }
}
