package reel.video.payload;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/// Something that becomes an entry of a payload.
///
/// @param name  of it, for messages
/// @param bytes opens a file's content; not called for others
public record Origin(Entry entry, String name, Opening bytes) {
    /// Opens a content once.
    @FunctionalInterface
    public interface Opening {
        ReadableByteChannel open() throws IOException;
    }
}
