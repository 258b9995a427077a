package reel.video.robust;

/// What a frame gave.
///
/// @param symbols  one after the other, right where `good` says so
/// @param good     for each symbol whether its check is right
/// @param failed   so many are not
/// @param bitErrors among `bitsCompared` bits as they were received, of a codeword that could be corrected
public record TakenFrame(
        FrameHeader header,
        Levels levels,
        byte[] symbols,
        boolean[] good,
        int failed,
        int bitErrors,
        int bitsCompared) {}
