package reel.video;

import java.io.OutputStream;
import java.nio.file.Path;

/// Where a video or a file goes.
public sealed interface VideoSink {
    /// @param replace whether what is there may be replaced
    record Files(Path path, boolean replace) implements VideoSink {}

    /// A pipe: a video that is played while it is written, or one file's bytes.
    record Pipe(OutputStream stream) implements VideoSink {}
}
