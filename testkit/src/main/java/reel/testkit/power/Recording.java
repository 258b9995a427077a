package reel.testkit.power;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// What one piece of work asked of the file system, and the folder it began with.
public final class Recording {
    private final Image start;
    private final List<Event> events;

    private Recording(Image start, List<Event> events) {
        this.start = start;
        this.events = events;
    }

    /// What is recorded.
    public interface Work {
        /// @param folder the folder to work in, in a file system that notes what is done
        /// @param said   is told each promise as it is made; a disk that is cut later must keep it
        void run(Path folder, Consumer<String> said) throws Exception;
    }

    /// Runs `work` in `folder`, a real one. What lies there before is taken to be durable.
    public static Recording of(Path folder, Work work) throws Exception {
        Path real = folder.toRealPath();
        Image start = Image.of(real);
        Journal journal = new Journal();
        work.run(WatchedFileSystem.recorded(real, journal), promise -> journal.add(new Event.Said(promise)));
        return new Recording(start, journal.close());
    }

    /// The same on a disk that ignores all forces of one kind: what is found missing on it proves that the checks look.
    public Recording deafTo(Force force) {
        return new Recording(
                start, events.stream().filter(event -> !force.is(event)).toList());
    }

    /// What a program forces.
    public enum Force {
        BYTES {
            @Override
            boolean is(Event event) {
                return event instanceof Event.Forced || event instanceof Event.PathForced;
            }
        },
        NAMES {
            @Override
            boolean is(Event event) {
                return event instanceof Event.FolderForced;
            }
        };

        abstract boolean is(Event event);
    }

    Image start() {
        return start;
    }

    List<Event> events() {
        return events;
    }
}
