package reel.video.gop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.media.isobmff.Movie;
import reel.media.isobmff.TimeCode;
import reel.media.isobmff.Track;
import reel.media.isobmff.Unreadable;
import reel.stream.RandomReader;

/// What an MP4 or MOV is, by its own tables.
final class MovieProbe {
    /// Sample entries under the names that ffmpeg has for them.
    private static final Map<String, String> CODECS = Map.ofEntries(
            Map.entry("avc1", "h264"),
            Map.entry("avc3", "h264"),
            Map.entry("hvc1", "hevc"),
            Map.entry("hev1", "hevc"),
            Map.entry("av01", "av1"),
            Map.entry("vp09", "vp9"),
            Map.entry("mp4v", "mpeg4"),
            Map.entry("apch", "prores"),
            Map.entry("apcn", "prores"),
            Map.entry("apcs", "prores"),
            Map.entry("apco", "prores"),
            Map.entry("ap4h", "prores"),
            Map.entry("ap4x", "prores"),
            Map.entry("AVdn", "dnxhd"),
            Map.entry("AVdh", "dnxhd"),
            Map.entry("jpeg", "mjpeg"),
            Map.entry("mp4a", "aac"),
            Map.entry("Opus", "opus"),
            Map.entry("fLaC", "flac"),
            Map.entry("alac", "alac"),
            Map.entry("ac-3", "ac3"),
            Map.entry("ec-3", "eac3"),
            Map.entry("sowt", "pcm_s16le"),
            Map.entry("twos", "pcm_s16be"),
            Map.entry("in24", "pcm_s24be"),
            Map.entry("lpcm", "pcm"));

    private MovieProbe() {}

    static FilmFacts facts(RandomReader file, Movie movie) throws IOException {
        List<FilmFacts.StreamFacts> streams = new ArrayList<>();
        for (Track track : movie.tracks()) {
            String kind = switch (track.handler()) {
                case "vide" -> "video";
                case "soun" -> "audio";
                case "subt", "text", "sbtl", "clcp" -> "subtitle";
                default -> "data";
            };
            streams.add(new FilmFacts.StreamFacts(
                    streams.size(),
                    kind,
                    CODECS.getOrDefault(track.codec(), track.codec()),
                    track.codec(),
                    track.seconds(),
                    track.table().samples(),
                    track.width(),
                    track.height(),
                    track.isVideo() ? track.rate() : 0,
                    track.turned(),
                    track.channels(),
                    track.samplesPerSecond(),
                    track.language().equals("und") ? "" : track.language()));
        }
        return new FilmFacts(
                movie.brand().equals("qt  ") ? "mov" : "mp4",
                file.size(),
                movie.seconds(),
                timeCode(file, movie),
                movie.movieStart(),
                movie.fragmented(),
                streams,
                "reel");
    }

    /// The first sample of the first time code track, as time code.
    static @Nullable String timeCode(RandomReader file, Movie movie) throws IOException {
        for (Track track : movie.tracks()) {
            TimeCode count = track.timeCode();
            if (count == null || track.elsewhere()) {
                continue;
            }
            long[] first = {-1};
            try {
                track.table()
                        .walk(
                                (offset, bytes) -> first[0] = first[0] < 0 && bytes >= 4 ? offset : first[0],
                                (o, b) -> {});
            } catch (Unreadable damaged) {
                return null;
            }
            if (first[0] >= 0 && first[0] <= file.size() - 4) {
                byte[] frame = new byte[4];
                file.read(first[0], MemorySegment.ofArray(frame));
                return count.text(Integer.toUnsignedLong(ByteBuffer.wrap(frame).getInt()));
            }
        }
        return null;
    }
}
