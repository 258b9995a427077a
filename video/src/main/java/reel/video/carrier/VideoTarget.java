package reel.video.carrier;

import java.io.OutputStream;
import java.nio.file.Path;

/// Where a carrier writes a video. Whoever made the target publishes or removes what was written.
public sealed interface VideoTarget {
    /// A folder of this encode alone, hidden, on the disk of the target: for parts. What is in it stays when an encode
    /// is killed and is there again when the same is asked for once more; else it goes with the encode.
    Path work();

    /// A file that does not exist yet, in [#work]; it may be written anywhere and read back.
    record ToFile(Path work, Path file) implements VideoTarget {}

    /// A stream, written in order; the carrier flushes it and leaves it open.
    record ToStream(Path work, OutputStream stream) implements VideoTarget {}
}
