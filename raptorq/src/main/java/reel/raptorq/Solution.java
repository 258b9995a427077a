package reel.raptorq;

/// Whether a block could be solved.
public sealed interface Solution {
    /// All source symbols are known.
    record Solved() implements Solution {}

    /// The symbols here do not determine the block.
    ///
    /// @param atLeast so many more are needed at least; about one time in 256 the last of them brings nothing
    record NeedsMore(int atLeast) implements Solution {}
}
