package reel.testkit.power;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All events of a recording. What is done and what is noted are one step, so the order is the system's.
final class Journal {
    /// What is done to the real file system.
    interface Act<T> {
        T run() throws IOException;
    }

    private final List<Event> events = new ArrayList<>();
    private int files;
    private boolean closed;

    /// Does it, and notes it if it did not fail.
    synchronized <T> T note(Act<T> act, java.util.function.Function<T, Event> event) throws IOException {
        T done = act.run();
        add(event.apply(done));
        return done;
    }

    synchronized void add(Event event) {
        if (!closed) {
            events.add(event);
        }
    }

    synchronized int nextFile() {
        return files++;
    }

    /// What happens from now on is no part of the recording.
    synchronized List<Event> close() {
        closed = true;
        return List.copyOf(events);
    }
}
