package reel.video.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An ffmpeg that was found and starts.
///
/// @param program the executable
/// @param version as it tells itself, `8.0.1`
/// @param origin  where it came from, for messages: `--ffmpeg`, `REEL_FFMPEG`, `embedded` or `PATH`
/// @param sparing decodes with one thread: less memory, each thread keeps frames of its own
public record Ffmpeg(Path program, String version, String origin, boolean sparing) {
    /// Nothing that is read as text is longer.
    private static final int MOST_TEXT_BYTES = 16 << 20;

    private static final long LITTLE_MEMORY_BYTES = 256 << 20;
    private static final int FIRST_TO_BOUND_QUEUES = 6;

    Ffmpeg(Path program, String version, String origin) {
        this(program, version, origin, false);
    }

    /// Whether it takes `-thread_queue_size` for what it writes; one whose version says no number is not asked to.
    boolean boundsItsQueues() {
        String major = version.replaceFirst("^n?(\\d{1,4})\\D.*", "$1");
        return major.matches("\\d{1,4}") && Integer.parseInt(major) >= FIRST_TO_BOUND_QUEUES;
    }

    /// The same within so many bytes for all buffers of the process.
    public Ffmpeg within(long memoryBytes) {
        return new Ffmpeg(program, version, origin, memoryBytes < LITTLE_MEMORY_BYTES);
    }

    /// Runs it with `arguments` to its end and returns what it printed, 16 MiB at most.
    ///
    /// @param thing what is worked on, for the message of a failure
    public String run(String thing, List<String> arguments) throws IOException {
        return text(program, thing, arguments);
    }

    /// Runs it with `arguments` to its end and hands on each line that it prints, while it works.
    ///
    /// @param thing what is worked on, for the message of a failure
    public void run(String thing, List<String> arguments, Consumer<String> lines) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        try (FfmpegProcess process = FfmpegProcess.start(thing, command, false);
                BufferedReader printed =
                        new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                lines.accept(line);
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while ffmpeg worked on " + thing);
                }
            }
            process.await();
        }
    }

    /// What it says of these files, one after the other, without reading them; whether it can use them or not.
    public String describe(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-hide_banner", "-nostdin"));
        files.forEach(file -> command.addAll(List.of("-i", "file:" + file)));
        try (FfmpegProcess process = FfmpegProcess.startMerged(files.toString(), command)) {
            return process.readText(MOST_TEXT_BYTES);
        }
    }

    /// The ffprobe that lies beside it, if there is one.
    public Optional<Path> probe() {
        String name = program.getFileName().toString().replace("ffmpeg", "ffprobe");
        Path beside = program.resolveSibling(name);
        return name.contains("ffprobe") && Files.isExecutable(beside) ? Optional.of(beside) : Optional.empty();
    }

    /// Runs the ffprobe beside it; empty where there is none.
    public Optional<String> runProbe(String thing, List<String> arguments) throws IOException {
        Optional<Path> probe = probe();
        return probe.isEmpty() ? Optional.empty() : Optional.of(text(probe.get(), thing, arguments));
    }

    private static String text(Path program, String thing, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        try (FfmpegProcess process = FfmpegProcess.start(thing, command, false)) {
            String printed = process.readText(MOST_TEXT_BYTES);
            process.await();
            return printed;
        }
    }
}
