package reel.backend.place;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tree of named files that change: a folder on a disk, on a server, a bucket with a prefix. Thread-safe.
///
/// Paths are relative to the place's root: segments joined by `/`, none of them empty, `.` or `..`; the root
/// itself is the empty path. A place takes and gives names as they are: what it cannot hold it refuses
/// ([PlaceTraits#names]), it never changes or merges names.
///
/// A file becomes visible only when it is complete ([Writing#publish]); what is being written has no name that
/// [#list] tells. Implementations never retry and never report progress; those are layers.
///
/// Errors: [reel.stream.Missing] for what is not there (a host that has no name, too), [reel.stream.Refused]
/// for permissions, logins, unknown hosts and names that cannot be, [reel.stream.Conflict] for a file that
/// changed while it was read or exists where it must not, [reel.stream.Exhausted] for a full disk or quota,
/// [reel.stream.Transient] for a passing fault (a cut connection, a busy server, a time-out),
/// [reel.stream.Corrupt] for an answer that cannot be (a wrong length, a wrong checksum),
/// [java.io.InterruptedIOException] for an interrupted thread, which leaves the place usable.
public interface Place extends AutoCloseable {
    PlaceTraits traits();

    /// How many streams are worth having at once: more than [PlaceTraits#connections] where several share one.
    default int streams() {
        return traits().connections();
    }

    /// The shortest wait for the answer to a small request so far, as the connections know it: the distance, without
    /// what this machine or a busy server add to it. Null where nothing is known, or nothing is asked.
    default @Nullable Duration roundTrip() {
        return null;
    }

    /// The time that a file has here which was given `time`: the nearest that can be kept, but for
    /// [PlaceTraits#timeStep].
    default Instant keptTime(Instant time) {
        return time;
    }

    /// What lies at `path` now; a link is told as the link. A place without real folders tells one where any
    /// file's path goes through it.
    Entry stat(String path) throws IOException;

    /// The direct children of a folder, in any order. Those that come or go meanwhile may or may not be told; a
    /// folder that cannot be listed to its end is an error, never a shorter list.
    void list(String folder, Consumer<Entry> sink) throws IOException;

    /// Opens the file that `entry` tells, which must be the version that was told: else [reel.stream.Conflict],
    /// here or when it is read.
    Reading open(Entry entry) throws IOException;

    /// Begins a file, or goes on with one that an earlier process began ([WriteRequest#resume]). Missing parent
    /// folders are made.
    Writing create(WriteRequest request) throws IOException;

    /// Makes a folder and its missing parents; one that is there is no error. Does nothing where there are no
    /// folders.
    void makeFolder(String path) throws IOException;

    /// Removes a file or a link; one that is not there is no error.
    void delete(String path) throws IOException;

    /// Removes an empty folder; one that is not there is no error, one that is not empty is
    /// [reel.stream.Refused].
    void deleteFolder(String path) throws IOException;

    /// Removes a folder out of which everything was taken that [#list] tells; [reel.stream.Refused], too, where
    /// that leaves out what would go with it.
    default void deleteEmptied(String path) throws IOException {
        deleteFolder(path);
    }

    /// Ends connections. Open readings and writings fail.
    @Override
    void close() throws IOException;
}
