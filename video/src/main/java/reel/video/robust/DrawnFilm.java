package reel.video.robust;

import java.io.IOException;
import reel.video.ffmpeg.FrameWriter;

/// A film of frames that are drawn and encoded by ffmpeg.
///
/// @param writer closed with the film
record DrawnFilm(FrameWriter writer) implements Film {
    @Override
    public void frame(FrameHeader header, FrameMaker maker, byte[] symbols) throws IOException {
        byte[] plane = writer.plane();
        maker.draw(header, symbols, 0, plane);
        writer.write(plane);
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
