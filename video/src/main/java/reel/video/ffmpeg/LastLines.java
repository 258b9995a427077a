package reel.video.ffmpeg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last lines that a program printed, for the message of its failure. Thread-safe.
final class LastLines {
    private static final int MOST = 12;
    private static final int LONGEST = 300;
    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        String clean = line.strip();
        if (clean.isEmpty()) {
            return;
        }
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast(clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST));
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /// The lines in one, the oldest first; empty where nothing was said.
    synchronized String joined() {
        return String.join("; ", lines);
    }
}
