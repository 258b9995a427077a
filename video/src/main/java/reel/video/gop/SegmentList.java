package reel.video.gop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The playable segments in a folder, and what the film's streams were: text, a fact a line, its own hash in the
/// last.
///
/// @param name       the film's own, for people
/// @param container  what it is put together as: `mp4`, `mov` or `matroska`
/// @param timeCode   of the film's first frame; empty if it has none
/// @param streams    of the film, in the segments' order
/// @param dropped    streams of the film that segments cannot hold
record SegmentList(
        String name,
        String container,
        String timeCode,
        List<Stream> streams,
        List<String> dropped,
        List<Segment> segments) {
    static final String FILE = "segments.reel";
    static final int MOST_BYTES = 64 << 20;

    private static final String FIRST = "reel film segments 1";

    /// @param kind `v` or `a`
    /// @param hash MD5 of its packets
    record Stream(String kind, String hash) {}

    /// @param startMicros when it begins in the film, as ffmpeg says
    record Segment(String file, long bytes, long startMicros, Hash hash) {}

    SegmentList {
        streams = List.copyOf(streams);
        dropped = List.copyOf(dropped);
        segments = List.copyOf(segments);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        text.append("name ").append(line(name)).append('\n');
        text.append("container ").append(container).append('\n');
        if (!timeCode.isEmpty()) {
            text.append("timecode ").append(timeCode).append('\n');
        }
        streams.forEach(one -> text.append("stream ")
                .append(one.kind)
                .append(' ')
                .append(one.hash)
                .append('\n'));
        dropped.forEach(one -> text.append("dropped ").append(line(one)).append('\n'));
        segments.forEach(one -> text.append("segment ")
                .append(one.file)
                .append(' ')
                .append(one.bytes)
                .append(' ')
                .append(one.startMicros)
                .append(' ')
                .append(one.hash)
                .append('\n'));
        Hash check = hash(text.toString());
        text.append("check ").append(check).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Hash hash(String text) {
        return Blake3.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /// Reads what [#bytes] wrote.
    static SegmentList parse(String where, byte[] bytes) throws Corrupt, Refused {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith(FIRST + "\n")) {
            throw new Refused(
                    where, "is no list of a film's segments, or one of a newer program", "Name a folder of segments.");
        }
        int check = text.lastIndexOf("check ");
        if (check < 0
                || !text.substring(check + 6)
                        .strip()
                        .equals(hash(text.substring(0, check)).toString())) {
            throw damaged(where, "the hash in its last line", "another");
        }
        String name = "";
        String container = "";
        String timeCode = "";
        List<Stream> streams = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        for (String line : text.substring(0, check).lines().skip(1).toList()) {
            String[] words = line.split(" ", 2);
            String rest = words.length == 2 ? words[1] : "";
            switch (words[0]) {
                case "name" -> name = rest;
                case "container" -> container = rest;
                case "timecode" -> timeCode = rest;
                case "dropped" -> dropped.add(rest);
                case "stream" -> {
                    String[] parts = rest.split(" ");
                    if (parts.length != 2) {
                        throw damaged(where, "a kind and a hash", line);
                    }
                    streams.add(new Stream(parts[0], parts[1]));
                }
                case "segment" -> segments.add(segment(where, rest));
                default -> throw damaged(where, "a line that is known", line);
            }
        }
        return new SegmentList(name, container, timeCode, streams, dropped, segments);
    }

    private static Segment segment(String where, String rest) throws Corrupt {
        String[] parts = rest.split(" ");
        if (parts.length != 4 || !parts[0].matches("segment-[0-9]{6}\\.(mp4|mov|mkv)")) {
            throw damaged(where, "a segment's name, length, start and hash", rest);
        }
        try {
            return new Segment(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Hash.parse(parts[3]));
        } catch (IllegalArgumentException wrong) {
            throw damaged(where, "a segment's name, length, start and hash", rest);
        }
    }

    private static Corrupt damaged(String where, String expected, String actual) {
        return new Corrupt(where, -1, expected, actual, "Bring the folder back from where it was kept.", null);
    }
}
