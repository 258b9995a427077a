package reel.video.gop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.video.ffmpeg.Ffmpeg;

/// Cuts a film into films of one group of pictures each, that play by themselves. Nothing is encoded again;
/// before the folder is there, all of them together were compared with the film, stream by stream.
record EssenceSegmenter(Ffmpeg ffmpeg, Path film, Path target, GopProgress progress) {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int ASKED_AT_ONCE = 100;
    private static final Pattern START = Pattern.compile("Duration: [^\\n]*?, start: (-?[0-9.]+)");

    /// What goes into segments; the rest is dropped.
    static final List<String> STREAMS = List.of("-map", "0:v:0", "-map", "0:a?");

    SegmentReport segment() throws IOException {
        FilmFacts facts = FilmProbe.probe(film, ffmpeg);
        if (facts.video() == null) {
            throw new Refused(
                    film.toString(), "has no pictures to cut at", "Use --exact, which cuts any file into pieces.");
        }
        String ending = ending(facts.container());
        try (Draft draft = Draft.of(target, "")) {
            Files.createDirectory(draft.path());
            List<String> cut = new ArrayList<>(List.of("-i", "file:" + film));
            cut.addAll(STREAMS);
            // Shorter than any picture: every key frame begins a segment.
            cut.addAll(List.of("-c", "copy", "-f", "segment", "-segment_time", "0.001", "-reset_timestamps", "0"));
            cut.addAll(List.of("-segment_format", ending.equals("mkv") ? "matroska" : ending));
            cut.add("file:" + draft.path().toString().replace("%", "%%") + "/segment-%06d." + ending);
            new FfmpegJob(ffmpeg, film, progress).run(facts.seconds(), cut);
            List<Path> files = segments(draft.path());
            List<Long> starts = starts(files);
            List<SegmentList.Stream> streams = compare(draft, files, starts);
            List<String> dropped = dropped(facts, streams.size());
            List<SegmentList.Segment> written = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                written.add(new SegmentList.Segment(
                        String.valueOf(file.getFileName()), Files.size(file), starts.get(i), hash(file, true)));
            }
            SegmentList list = new SegmentList(
                    String.valueOf(film.getFileName()),
                    ending.equals("mkv") ? "matroska" : ending,
                    facts.timeCode() == null ? "" : facts.timeCode(),
                    streams,
                    dropped,
                    written);
            Files.write(draft.path().resolve(SegmentList.FILE), list.bytes(), StandardOpenOption.CREATE_NEW);
            draft.publish();
            return new SegmentReport(facts.bytes(), files.size(), streams.size(), "", null, dropped);
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }

    private static String ending(String container) {
        return switch (container) {
            case "mp4" -> "mp4";
            case "mov" -> "mov";
            default -> "mkv";
        };
    }

    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("segment-"))
                    .sorted()
                    .toList();
        }
    }

    /// When each segment begins, in microseconds of the film.
    private List<Long> starts(List<Path> files) throws IOException {
        List<Long> starts = new ArrayList<>();
        for (int from = 0; from < files.size(); from += ASKED_AT_ONCE) {
            List<Path> some = files.subList(from, Math.min(files.size(), from + ASKED_AT_ONCE));
            Matcher told = START.matcher(ffmpeg.describe(some));
            while (told.find()) {
                starts.add(Math.round(1e6 * Double.parseDouble(told.group(1))));
            }
        }
        if (starts.size() != files.size()) {
            throw new Corrupt(
                    film.toString(),
                    -1,
                    files.size() + " segments that can be read",
                    starts.size() + "",
                    "Use --exact, which brings back every byte of it.",
                    null);
        }
        return starts;
    }

    /// The film's streams, which the segments together must equal.
    private List<SegmentList.Stream> compare(Draft draft, List<Path> files, List<Long> starts) throws IOException {
        List<String> input = new ArrayList<>(List.of("-i", "file:" + film));
        input.addAll(STREAMS);
        List<SegmentList.Stream> before = FfmpegJob.hashes(ffmpeg, film, input);
        Path list = draft.path().resolve(".list");
        Files.writeString(list, EssenceAssembler.concatList(files, starts));
        List<SegmentList.Stream> after = FfmpegJob.hashes(ffmpeg, film, EssenceAssembler.concatInput(list));
        Files.delete(list);
        if (before.isEmpty() || !before.equals(after)) {
            throw new Corrupt(
                    film.toString(),
                    -1,
                    "segments whose streams are the film's",
                    "others: its container does not keep packets apart as they were",
                    "Use --exact, which brings back every byte of it.",
                    null);
        }
        return before;
    }

    private static List<String> dropped(FilmFacts facts, int kept) {
        List<String> dropped = new ArrayList<>();
        boolean pictures = false;
        int left = kept;
        for (FilmFacts.StreamFacts stream : facts.streams()) {
            boolean first = stream.kind().equals("video") && !pictures;
            pictures |= first;
            if (!first && !stream.kind().equals("audio") || left == 0) {
                dropped.add(
                        String.format(Locale.ROOT, "stream %d: %s %s", stream.index(), stream.kind(), stream.codec()));
            } else {
                left--;
            }
        }
        return dropped;
    }

    /// BLAKE3 of a file.
    ///
    /// @param force whether it is made durable first
    static Hash hash(Path file, boolean force) throws IOException {
        if (force) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        Blake3 hasher = Blake3.hasher();
        try (FilmFile bytes = FilmFile.open(file)) {
            MemorySegment piece = MemorySegment.ofArray(new byte[(int) Math.min(PIECE_BYTES, bytes.size())]);
            for (long at = 0; at < bytes.size(); at += PIECE_BYTES) {
                MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, bytes.size() - at));
                bytes.read(at, part);
                hasher.update(part, 0, part.byteSize());
            }
        }
        return hasher.digest();
    }
}
