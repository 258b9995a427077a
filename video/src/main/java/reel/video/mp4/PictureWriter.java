package reel.video.mp4;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Takes the pictures of one track in order and makes a video of them.
public interface PictureWriter {
    /// @param units NAL units, each with its length in four bytes before it; off the heap
    void picture(MemorySegment units) throws IOException;

    /// After the last picture.
    void end() throws IOException;
}
