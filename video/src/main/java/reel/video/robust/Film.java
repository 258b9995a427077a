package reel.video.robust;

import java.io.IOException;

/// A film that is being made of frames, in order. One thread at a time.
sealed interface Film extends AutoCloseable permits PatternFilm, DrawnFilm {
    /// @param maker   that knows the layout
    /// @param symbols so many as the layout has codewords
    void frame(FrameHeader header, FrameMaker maker, byte[] symbols) throws IOException;

    /// Ends the film; without, what is there is no film.
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
