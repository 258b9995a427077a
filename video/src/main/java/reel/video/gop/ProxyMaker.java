package reel.video.gop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.video.ffmpeg.Ffmpeg;

/// Makes an editing copy: at most 1080 lines, light to decode and to search in, with the sound and the time code.
record ProxyMaker(Ffmpeg ffmpeg, Path film, Path target, ProxyCodec codec, GopProgress progress) {
    private static final String SCALE = "scale=w='if(gt(iw,ih),-2,trunc(min(1080,iw)/2)*2)'"
            + ":h='if(gt(iw,ih),trunc(min(1080,ih)/2)*2,-2)':flags=bicubic";

    /// A container may say a little more than its pictures last.
    private static final double LEAST_SHARE = 0.97;

    ProxyReport make() throws IOException {
        FilmFacts facts = FilmProbe.probe(film, ffmpeg);
        if (facts.video() == null) {
            throw new Refused(film.toString(), "has no pictures", "Name a film.");
        }
        String name = target.toString().toLowerCase(Locale.ROOT);
        if (codec == ProxyCodec.PRORES && !name.endsWith(".mov")) {
            throw new Refused(target.toString(), "cannot hold ProRes", "Give it a name that ends in .mov.");
        }
        String format = name.endsWith(".mov") ? "mov" : "mp4";
        try (Draft draft = Draft.of(target, "." + format)) {
            List<String> make = new ArrayList<>(List.of("-i", "file:" + film, "-map", "0:v:0", "-map", "0:a?"));
            make.addAll(List.of("-vf", SCALE));
            make.addAll(codec.encoding());
            if (facts.timeCode() != null) {
                make.addAll(List.of("-timecode", facts.timeCode()));
            }
            make.addAll(List.of("-map_metadata", "0", "-movflags", "+faststart", "-f", format));
            make.add("file:" + draft.path());
            new FfmpegJob(ffmpeg, film, progress).run(facts.seconds(), make);
            FilmFacts made = FilmProbe.probe(draft.path(), ffmpeg);
            FilmFacts.StreamFacts picture = made.video();
            if (picture == null || made.seconds() < facts.seconds() * LEAST_SHARE - 1) {
                throw new Corrupt(
                        film.toString(),
                        -1,
                        String.format(Locale.ROOT, "pictures for %.1f s", facts.seconds()),
                        String.format(Locale.ROOT, "%.1f s", made.seconds()),
                        "The film is cut off or damaged. Nothing was written.",
                        null);
            }
            draft.publish();
            return new ProxyReport(Files.size(target), picture.width(), picture.height(), made.seconds());
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }
}
