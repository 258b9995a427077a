package reel.video.gop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reel.stream.Refused;
import reel.video.ffmpeg.Ffmpeg;

/// Takes one picture out of a film.
///
/// @param seconds where; negative for a tenth of the film, five seconds at most, since many begin black
/// @param width   most pixels across
record ThumbnailMaker(Ffmpeg ffmpeg, Path film, Path target, double seconds, int width) {
    private static final double MOST_USUAL_SECONDS = 5;

    /// Where it was taken, in seconds.
    double make() throws IOException {
        String name = target.toString().toLowerCase(Locale.ROOT);
        boolean png = name.endsWith(".png");
        if (!png && !name.endsWith(".jpg") && !name.endsWith(".jpeg")) {
            throw new Refused(target.toString(), "is neither .jpg nor .png", "Give the picture such a name.");
        }
        FilmFacts facts = FilmProbe.probe(film, ffmpeg);
        if (facts.video() == null) {
            throw new Refused(film.toString(), "has no pictures", "Name a film.");
        }
        double at = seconds >= 0 ? seconds : Math.min(MOST_USUAL_SECONDS, facts.seconds() / 10);
        try (Draft draft = Draft.of(target, png ? ".png" : ".jpg")) {
            List<String> take = new ArrayList<>(List.of("-ss", String.format(Locale.ROOT, "%.3f", at)));
            take.addAll(List.of("-i", "file:" + film, "-map", "0:v:0", "-frames:v", "1"));
            take.addAll(List.of("-vf", "scale=w='trunc(min(" + width + ",iw)/2)*2':h=-2:flags=bicubic"));
            take.addAll(png ? List.of("-c:v", "png") : List.of("-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"));
            take.addAll(List.of("-f", "image2", "-update", "1", "file:" + draft.path()));
            new FfmpegJob(ffmpeg, film, GopProgress.SILENT).run(0, take);
            if (!Files.exists(draft.path()) || Files.size(draft.path()) == 0) {
                throw new Refused(
                        film.toString(),
                        String.format(Locale.ROOT, "has no picture at %.3f s", at)
                                + (facts.seconds() > 0
                                        ? String.format(Locale.ROOT, "; it is %.3f s long", facts.seconds())
                                        : ""),
                        "Name an earlier time.");
            }
            draft.publish();
            return at;
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }
}
