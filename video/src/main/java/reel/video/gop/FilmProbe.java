package reel.video.gop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.media.isobmff.Movie;
import reel.media.isobmff.Unreadable;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FfmpegFinder;
import reel.video.ffmpeg.VideoFacts;

/// Finds out what a film is: ffprobe says most; MP4 and MOV are read here where there is none.
final class FilmProbe {
    private static final String HINT = "Name a film: MP4, MOV, MKV and others that ffmpeg reads.";

    private FilmProbe() {}

    static FilmFacts probe(Path film, @Nullable Path wish) throws IOException {
        FilmFile.requireFile(film);
        Ffmpeg ffmpeg = null;
        try {
            ffmpeg = FfmpegFinder.ofProcess().find(wish);
        } catch (Missing none) {
            if (wish != null) {
                throw none;
            }
        }
        return probe(film, ffmpeg);
    }

    /// @param ffmpeg null where there is none
    static FilmFacts probe(Path film, @Nullable Ffmpeg ffmpeg) throws IOException {
        try (FilmFile file = FilmFile.open(film)) {
            if (file.size() == 0) {
                throw new Refused(film.toString(), "is empty, and no film", HINT);
            }
            FilmFacts own = null;
            String why = "it is not MP4 or MOV";
            if (Movie.claims(file)) {
                try {
                    own = MovieProbe.facts(file, Movie.read(file));
                } catch (Unreadable damaged) {
                    why = damaged.why();
                }
            }
            if (ffmpeg == null) {
                if (own == null) {
                    throw new Refused(
                            film.toString(),
                            "cannot be read without ffmpeg: " + why,
                            "Install ffmpeg, or name one with --ffmpeg or REEL_FFMPEG.");
                }
                return own;
            }
            return told(film, ffmpeg, file.size(), own, why);
        }
    }

    private static FilmFacts told(Path film, Ffmpeg ffmpeg, long bytes, @Nullable FilmFacts own, String why)
            throws IOException {
        Optional<String> text;
        try {
            text = ffmpeg.runProbe(
                    film.toString(),
                    Stream.concat(FfprobeText.ARGUMENTS.stream(), Stream.of("file:" + film))
                            .toList());
        } catch (ReelException unreadable) {
            throw new Refused(
                    film.toString(), "is no film that can be read: " + unreadable.getMessage(), HINT, unreadable);
        }
        if (text.isEmpty()) {
            return own != null ? own : few(film, ffmpeg, bytes, why);
        }
        FilmFacts told = FfprobeText.facts(text.get(), bytes);
        if (told.streams().isEmpty()) {
            throw new Refused(film.toString(), "is no film: no streams were found in it", HINT);
        }
        return own == null
                ? told
                : new FilmFacts(
                        own.container(),
                        bytes,
                        told.seconds() > 0 ? told.seconds() : own.seconds(),
                        own.timeCode() == null ? told.timeCode() : own.timeCode(),
                        own.playsWhileLoading(),
                        own.fragmented(),
                        told.streams(),
                        told.source());
    }

    /// What ffmpeg itself says of the first stream of pictures.
    private static FilmFacts few(Path film, Ffmpeg ffmpeg, long bytes, String why) throws IOException {
        VideoFacts facts = VideoFacts.read(ffmpeg, film);
        if (facts == null) {
            throw new Refused(film.toString(), "is no film: " + why, HINT);
        }
        String name = film.toString();
        return new FilmFacts(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT),
                bytes,
                Math.max(0, facts.seconds()),
                null,
                null,
                null,
                List.of(new FilmFacts.StreamFacts(
                        0,
                        "video",
                        facts.codec(),
                        "",
                        Math.max(0, facts.seconds()),
                        0,
                        facts.shape().width(),
                        facts.shape().height(),
                        facts.framesPerSecond(),
                        0,
                        0,
                        0,
                        "")),
                "ffmpeg");
    }
}
