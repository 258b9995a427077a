package reel.protect.model;

/// What is left of one block.
///
/// @param block   number, from 0
/// @param bytes   of the source that it holds
/// @param needed  source symbols: at least so many symbols are needed, now and then one or two more
/// @param total   symbols it had when it was encoded
/// @param intact  symbols whose bytes are what their id says
/// @param corrupt symbols that are there with other bytes
/// @param spare   intact symbols beyond those needed: how many more can be lost, though what is left by the loss of all
///     of them does not do in 1 of 100 cases; negative: how many are lacking at least
public record BlockHealth(long block, long bytes, long needed, long total, long intact, long corrupt, long spare) {
    /// Symbols that are not there at all.
    public long missing() {
        return total - intact - corrupt;
    }

    public boolean isWhole() {
        return intact == total && isRecoverable();
    }

    /// Whether the block can come back: where hardly more symbols are left than are needed, it was tried.
    public boolean isRecoverable() {
        return spare >= 0;
    }
}
