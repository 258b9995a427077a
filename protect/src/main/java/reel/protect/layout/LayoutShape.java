package reel.protect.layout;

/// Which of the three layout files it is.
public enum LayoutShape {
    /// Blocks with their own parameters and hashes.
    MODERN,
    /// One set of parameters above blocks with text ids.
    CHUNKED,
    /// One set of parameters and symbols, no blocks.
    UNCHUNKED
}
