package reel.video.gop;

import java.io.IOException;
import java.nio.file.Path;

/// What can be done with films: cut and join them.
public final class FilmTools {
    private FilmTools() {}

    /// Cuts a film into a new folder, so that every byte of it comes back; proven before the folder is there.
    public static SegmentReport segmentExactly(Path film, Path folder, GopProgress progress) throws IOException {
        return new ExactSegmenter(film, folder, progress).segment();
    }

    /// Joins what [#segmentExactly] cut.
    public static AssembleReport assembleExactly(Path folder, Path film, GopProgress progress) throws IOException {
        return new ExactAssembler(folder, progress).assemble(film);
    }
}
