package reel.video.gop;

/// Bytes of a film that belong together.
///
/// @param stream which of the recipe's streams they belong to, or [#SKELETON]
record Span(long offset, long length, int stream) {
    /// The `moov` box, which the recipe holds itself.
    static final int SKELETON = -1;

    long end() {
        return offset + length;
    }
}
