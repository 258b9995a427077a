package reel.video.gop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what `ffprobe -of flat` prints: a line `streams.stream.0.width=1920` for each fact.
final class FfprobeText {
    static final List<String> ARGUMENTS = List.of("-v", "error", "-show_format", "-show_streams", "-of", "flat");

    private static final String STREAM = "streams.stream.";

    private FfprobeText() {}

    static FilmFacts facts(String text, long bytes) {
        Map<String, String> format = new LinkedHashMap<>();
        Map<Integer, Map<String, String>> streams = new TreeMap<>();
        for (String line : text.lines().toList()) {
            int equal = line.indexOf('=');
            if (equal < 0) {
                continue;
            }
            String name = line.substring(0, equal);
            String value = unquoted(line.substring(equal + 1));
            if (name.startsWith("format.")) {
                format.put(name.substring("format.".length()), value);
            } else if (name.startsWith(STREAM)) {
                int dot = name.indexOf('.', STREAM.length());
                if (dot > 0) {
                    int index = (int) number(name.substring(STREAM.length(), dot));
                    streams.computeIfAbsent(index, any -> new LinkedHashMap<>()).put(name.substring(dot + 1), value);
                }
            }
        }
        String timeCode = format.get("tags.timecode");
        List<FilmFacts.StreamFacts> facts = new ArrayList<>();
        for (Map.Entry<Integer, Map<String, String>> entry : streams.entrySet()) {
            facts.add(stream(entry.getKey(), entry.getValue()));
            timeCode = timeCode == null ? entry.getValue().get("tags.timecode") : timeCode;
        }
        return new FilmFacts(
                container(format.getOrDefault("format_name", "")),
                bytes,
                number(format.get("duration")),
                timeCode,
                null,
                null,
                facts,
                "ffprobe");
    }

    private static String container(String names) {
        return names.startsWith("mov,") ? "mp4" : names.split(",")[0];
    }

    private static FilmFacts.StreamFacts stream(int index, Map<String, String> told) {
        String kind = told.getOrDefault("codec_type", "data");
        boolean video = kind.equals("video");
        String codec = told.getOrDefault("codec_name", "");
        return new FilmFacts.StreamFacts(
                index,
                kind.equals("attachment") ? "data" : kind,
                codec.isEmpty() || codec.equals("unknown") ? told.getOrDefault("codec_tag_string", "unknown") : codec,
                Stream.of("profile", "pix_fmt", "sample_fmt", "color_space")
                        .map(name -> told.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty() && !value.equals("unknown") && !value.equals("N/A"))
                        .collect(Collectors.joining(", ")),
                number(told.get("duration")),
                (long) number(told.get("nb_frames")),
                video ? (int) number(told.get("width")) : 0,
                video ? (int) number(told.get("height")) : 0,
                video ? ratio(told.get("avg_frame_rate")) : 0,
                video ? Math.floorMod((int) -number(told.get("side_data_list.side_data.0.rotation")), 360) : 0,
                (int) number(told.get("channels")),
                (int) number(told.get("sample_rate")),
                told.getOrDefault("tags.language", "").replace("und", ""));
    }

    private static double ratio(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        String[] parts = text.split("/");
        double below = parts.length == 2 ? number(parts[1]) : 1;
        return below == 0 ? 0 : number(parts[0]) / below;
    }

    private static double number(@Nullable String text) {
        try {
            double value = text == null ? 0 : Double.parseDouble(text.toLowerCase(Locale.ROOT));
            return Double.isFinite(value) ? value : 0;
        } catch (NumberFormatException notTold) {
            return 0;
        }
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
