package reel.video.gop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reel.video.ffmpeg.Ffmpeg;

/// A run of ffmpeg over a film, with how far it is in thousandths of the film's length.
record FfmpegJob(Ffmpeg ffmpeg, Path film, GopProgress progress) {
    private static final String AT = "out_time_us=";

    /// @param seconds how long the output will be; 0 if not known
    /// @param output  everything behind the common options, its input included
    void run(double seconds, List<String> output) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("-hide_banner", "-v", "error", "-nostdin", "-nostats", "-progress", "pipe:1", "-y"));
        command.addAll(output);
        progress.begin(seconds > 0 ? 1000 : 0);
        long[] done = {0};
        ffmpeg.run(film.toString(), command, line -> {
            if (seconds > 0 && line.startsWith(AT)) {
                long now = Math.clamp((long) (micros(line) / 1000 / seconds), 0, 1000);
                if (now > done[0]) {
                    progress.advance(now - done[0]);
                    done[0] = now;
                }
            }
        });
    }

    private static double micros(String line) {
        try {
            return Double.parseDouble(line.substring(AT.length()));
        } catch (NumberFormatException notYet) {
            return 0;
        }
    }

    /// The MD5 of each stream's packets, in order.
    static List<SegmentList.Stream> hashes(Ffmpeg ffmpeg, Path thing, List<String> input) throws IOException {
        List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-nostdin"));
        command.addAll(input);
        command.addAll(List.of("-c", "copy", "-f", "streamhash", "-hash", "md5", "-"));
        List<SegmentList.Stream> streams = new ArrayList<>();
        for (String line : ffmpeg.run(thing.toString(), command).lines().toList()) {
            String[] parts = line.split("[,=]");
            if (parts.length == 4 && parts[2].equals("MD5")) {
                streams.add(new SegmentList.Stream(parts[1], parts[3]));
            }
        }
        return streams;
    }
}
