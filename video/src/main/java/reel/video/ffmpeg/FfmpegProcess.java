package reel.video.ffmpeg;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;

/// One run of ffmpeg. What it prints on its second output is always drained, its last lines are kept; closing kills
/// it if it still runs.
final class FfmpegProcess implements AutoCloseable {
    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(
            new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null"));

    /// What a shell, and Java, add to the signal that ended a process.
    private static final int SIGNALLED = 128;

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int LAST_SIGNAL = 31;

    private final String thing;
    private final Process process;
    private final LastLines lines = new LastLines();
    private final Thread drain;

    private FfmpegProcess(String thing, Process process) {
        this.thing = thing;
        this.process = process;
        this.drain = Thread.ofPlatform().daemon().name("reel-ffmpeg-lines").start(this::drain);
    }

    /// @param fed whether its input is written by us; else it has none
    static FfmpegProcess start(String thing, List<String> command, boolean fed) throws IOException {
        return start(thing, command, fed, false);
    }

    /// The same without input, with what it says of itself in its output.
    static FfmpegProcess startMerged(String thing, List<String> command) throws IOException {
        return start(thing, command, false, true);
    }

    private static FfmpegProcess start(String thing, List<String> command, boolean fed, boolean merged)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(merged);
        if (!fed) {
            builder.redirectInput(NOTHING);
        }
        builder.environment().remove("AV_LOG_FORCE_COLOR");
        try {
            return new FfmpegProcess(thing, builder.start());
        } catch (IOException failed) {
            throw new Missing(
                    command.getFirst(),
                    "cannot be started: " + failed.getMessage(),
                    "Install ffmpeg, or name one that works with --ffmpeg or REEL_FFMPEG.",
                    failed);
        }
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    LastLines lines() {
        return lines;
    }

    private void drain() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            lines.add("(its messages ended: " + killed.getMessage() + ")");
        }
    }

    /// All that it prints, up to `most` bytes.
    String readText(int most) throws IOException {
        byte[] bytes = output().readNBytes(most);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Waits for its end; anything but success is a failure with its last lines.
    void await() throws IOException {
        try {
            int status = process.waitFor();
            drain.join();
            if (status != 0) {
                throw failure(status);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while ffmpeg worked on " + thing);
            stopped.initCause(interrupted);
            throw stopped;
        }
    }

    /// Why it ended, as one of our kinds.
    private IOException failure(int status) {
        String said = lines.joined();
        String lower = said.toLowerCase(Locale.ROOT);
        String how = "ffmpeg ended with status " + status + (said.isEmpty() ? "" : ": " + said);
        if (lower.contains("no space left") || lower.contains("disk quota")) {
            return new Exhausted(thing, "the disk is full. " + how, "Free some space, then try again.");
        }
        if (lower.contains("unknown encoder") || lower.contains("unrecognized option")) {
            return new Refused(thing, how, "Use another ffmpeg (--ffmpeg) or another encoder (--encoder).");
        }
        if (lower.contains("no such file")) {
            return new Missing(thing, how);
        }
        // Ctrl-C reaches it as well as us, and it may be the first to end: by the signal, or with 255 and no word.
        if (status == SIGNALLED + SIGINT || status == SIGNALLED + SIGTERM || status == 255 && said.isEmpty()) {
            return new InterruptedIOException("ffmpeg was stopped while it worked on " + thing);
        }
        // Above the signals are ends of its own: errors of its libraries, cut to a byte.
        if (status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL) {
            return new Exhausted(
                    thing,
                    "ffmpeg was killed by signal " + (status - SIGNALLED) + (said.isEmpty() ? "" : ": " + said),
                    "See whether memory ran out, then try again; finished parts of an encode are used again.");
        }
        return new Corrupt(
                thing,
                -1,
                "something that ffmpeg can work on",
                how,
                "See whether the file is a whole video; --ffmpeg chooses another ffmpeg.",
                null);
    }

    /// The pipe to it broke: its own words tell why, if it ended badly.
    IOException broken(IOException broken) {
        try {
            await();
        } catch (IOException reason) {
            reason.addSuppressed(broken);
            return reason;
        }
        return new Corrupt(
                thing,
                -1,
                "an ffmpeg that takes all frames",
                "one that ended before, without a complaint",
                "Use another ffmpeg (--ffmpeg).",
                broken);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly();
        }
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                // Should a child of its own have kept the pipe open, its words are of no interest.
                boolean unused = drain.join(Duration.ofSeconds(2));
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
