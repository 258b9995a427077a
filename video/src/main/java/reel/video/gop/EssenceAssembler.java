package reel.video.gop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.video.ffmpeg.Ffmpeg;

/// Joins playable segments. The film is there only if its streams are those of the film that was cut; of
/// segments that were changed on purpose, if they are those of the segments.
record EssenceAssembler(Ffmpeg ffmpeg, Path folder, Path target, boolean edited, GopProgress progress) {
    AssembleReport assemble() throws IOException {
        Path where = folder.resolve(SegmentList.FILE);
        if (Files.size(where) > SegmentList.MOST_BYTES) {
            throw new Corrupt(
                    where.toString(),
                    -1,
                    "at most " + SegmentList.MOST_BYTES + " bytes",
                    "more",
                    "Bring the folder back from where it was kept.",
                    null);
        }
        SegmentList list = SegmentList.parse(where.toString(), Files.readAllBytes(where));
        boolean changed = check(list);
        List<Path> files = list.segments().stream()
                .map(segment -> folder.resolve(segment.file()).toAbsolutePath())
                .toList();
        String ending = list.container().equals("matroska") ? ".mkv" : "." + list.container();
        try (Draft draft = Draft.of(target, ending);
                Draft names = Draft.of(target.resolveSibling(target.getFileName() + ".list"), "")) {
            Files.writeString(
                    names.path(),
                    concatList(
                            files,
                            list.segments().stream()
                                    .map(SegmentList.Segment::startMicros)
                                    .toList()));
            List<String> join = new ArrayList<>(concatInput(names.path()));
            join.addAll(List.of("-c", "copy"));
            if (!list.timeCode().isEmpty() && !list.container().equals("matroska")) {
                join.addAll(List.of("-timecode", list.timeCode()));
            }
            join.addAll(List.of("-f", list.container(), "file:" + draft.path()));
            new FfmpegJob(ffmpeg, folder, progress).run(0, join);
            List<SegmentList.Stream> wanted =
                    changed ? FfmpegJob.hashes(ffmpeg, folder, concatInput(names.path())) : list.streams();
            List<String> result = new ArrayList<>(List.of("-i", "file:" + draft.path()));
            result.addAll(EssenceSegmenter.STREAMS);
            List<SegmentList.Stream> made = FfmpegJob.hashes(ffmpeg, target, result);
            if (wanted.isEmpty() || !wanted.equals(made)) {
                throw new Corrupt(
                        folder.toString(),
                        -1,
                        "a film with the streams that were cut, " + wanted,
                        made.toString(),
                        "Nothing was written. Cut the film with --exact, which brings back every byte of it.",
                        null);
            }
            draft.publish();
            return new AssembleReport(Files.size(target), files.size(), false, list.dropped());
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }

    /// Whether segments were changed, if that is allowed.
    private boolean check(SegmentList list) throws IOException {
        List<String> missing = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (SegmentList.Segment segment : list.segments()) {
            Path file = folder.resolve(segment.file());
            if (!Files.isRegularFile(file)) {
                missing.add(segment.file());
            } else if (Files.size(file) != segment.bytes()
                    || !EssenceSegmenter.hash(file, false).equals(segment.hash())) {
                other.add(segment.file());
            }
        }
        if (!missing.isEmpty()) {
            throw new Missing(
                    folder.toString(),
                    missing.size() + " of " + list.segments().size() + " segments missing: " + some(missing),
                    "Bring them back from where the folder was kept.");
        }
        if (!other.isEmpty() && !edited) {
            throw new Corrupt(
                    folder.toString(),
                    -1,
                    "segments as they were written",
                    other.size() + " damaged: " + some(other),
                    "Bring them back from where the folder was kept, or say --edited if you changed them.",
                    null);
        }
        return !other.isEmpty();
    }

    private static String some(List<String> names) {
        int shown = Math.min(10, names.size());
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    /// The list that ffmpeg joins by. How long each segment lasts is said, so that it begins where it began in the
    /// film: their own lengths differ from that by what sound and reordered pictures stand over.
    static String concatList(List<Path> files, List<Long> startMicros) {
        StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
        for (int i = 0; i < files.size(); i++) {
            String path = files.get(i).toAbsolutePath().toString().replace("'", "'\\''");
            text.append("file 'file:").append(path).append("'\n");
            if (i + 1 < files.size()) {
                long lasts = Math.max(0, startMicros.get(i + 1) - startMicros.get(i));
                text.append(String.format(Locale.ROOT, "duration %d.%06d%n", lasts / 1_000_000, lasts % 1_000_000));
            }
        }
        return text.toString();
    }

    /// Without conversion: it would put parameter sets into packets of H.264 that were not there.
    static List<String> concatInput(Path list) {
        List<String> input = new ArrayList<>(List.of("-f", "concat", "-auto_convert", "0", "-safe", "0"));
        input.addAll(List.of("-i", "file:" + list));
        input.addAll(EssenceSegmenter.STREAMS);
        return input;
    }
}
