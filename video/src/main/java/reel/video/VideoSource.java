package reel.video;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// What becomes a video, or the video that is to be read.
public sealed interface VideoSource {
    /// Files and folders with all below.
    record Files(List<Path> paths) implements VideoSource {
        public Files {
            paths = List.copyOf(paths);
        }
    }

    /// A pipe. @param name what its content is called
    record Pipe(InputStream stream, String name) implements VideoSource {}
}
