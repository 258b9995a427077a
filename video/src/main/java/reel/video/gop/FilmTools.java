package reel.video.gop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.stream.Missing;
import reel.video.ffmpeg.FfmpegFinder;

/// What can be done with films: cut and join them, editing copies, pictures, facts.
///
/// Targets must not be there; they appear whole or not at all. Interruption ends a call with nothing left behind.
/// Everywhere `ffmpeg` is the program to use, null for the one that is found.
public final class FilmTools {
    private FilmTools() {}

    /// Cuts a film into a new folder, so that every byte of it comes back; proven before the folder is there.
    /// Needs no ffmpeg.
    public static SegmentReport segmentExactly(Path film, Path folder, GopProgress progress) throws IOException {
        return new ExactSegmenter(film, folder, progress).segment();
    }

    /// Cuts a film into films of one group of pictures each, in a new folder.
    public static SegmentReport segment(Path film, Path folder, @Nullable Path ffmpeg, GopProgress progress)
            throws IOException {
        FilmFile.requireFile(film);
        return new EssenceSegmenter(FfmpegFinder.ofProcess().find(ffmpeg), film, folder, progress).segment();
    }

    /// Joins what [#segmentExactly] or [#segment] cut, whichever it was.
    ///
    /// @param edited whether segments may have been changed since; never of an exact film
    public static AssembleReport assemble(
            Path folder, Path film, boolean edited, @Nullable Path ffmpeg, GopProgress progress) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new Missing(folder.toString(), "no such folder", "Name a folder that `segment` has written.");
        }
        if (Files.isRegularFile(folder.resolve(SegmentList.FILE))) {
            return new EssenceAssembler(FfmpegFinder.ofProcess().find(ffmpeg), folder, film, edited, progress)
                    .assemble();
        }
        return new ExactAssembler(folder, progress).assemble(film);
    }

    /// Makes an editing copy of at most 1080 lines.
    public static ProxyReport proxy(
            Path film, Path target, ProxyCodec codec, @Nullable Path ffmpeg, GopProgress progress) throws IOException {
        FilmFile.requireFile(film);
        return new ProxyMaker(FfmpegFinder.ofProcess().find(ffmpeg), film, target, codec, progress).make();
    }

    /// Takes a picture out of a film; the time it was taken at, in seconds.
    ///
    /// @param seconds where; negative for a good place near its start
    /// @param width   most pixels across
    public static double thumbnail(Path film, Path target, double seconds, int width, @Nullable Path ffmpeg)
            throws IOException {
        FilmFile.requireFile(film);
        return new ThumbnailMaker(FfmpegFinder.ofProcess().find(ffmpeg), film, target, seconds, width).make();
    }

    /// What a film is. MP4 and MOV need no ffmpeg.
    public static FilmFacts probe(Path film, @Nullable Path ffmpeg) throws IOException {
        return FilmProbe.probe(film, ffmpeg);
    }
}
