package reel.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// Where named objects live: a folder, memory, a bucket. Thread-safe.
///
/// A write is all or nothing, visible only when complete and durable when the call returns. A handle is never
/// rewritten: [#write] of a handle that exists leaves the object as it is or replaces it by identical bytes.
/// Implementations never retry; retry, throttle, meter, bounds and injected faults are decorators.
///
/// Handles whose first segment is `tmp` or `locks` name no objects: implementations keep unfinished writes and
/// locks there. An object's handle is never the folder of another one's (`a` and `a/b`): the second is
/// [reel.stream.Refused].
///
/// Errors: [reel.stream.Missing] for a handle that is not there, [reel.stream.Conflict] from [#createNew] when
/// it is, [reel.stream.Exhausted] for a full disk, [reel.stream.Refused] for a permission,
/// [reel.stream.Transient] for a passing fault, [java.io.InterruptedIOException] for an interrupted thread. A
/// write that fails with anything but a conflict may or may not have taken effect; whoever cares looks.
public interface Backend extends AutoCloseable {
    Traits traits();

    Stat stat(Handle handle) throws IOException;

    /// Every object whose handle starts with `prefix` (empty: all), in ascending order of handle. Objects that
    /// come or go meanwhile may or may not be told.
    void list(String prefix, Consumer<Stat> sink) throws IOException;

    /// Fills all of `into` from `offset`; a range that ends past the object is [reel.stream.Corrupt], never a
    /// short read.
    void read(Handle handle, long offset, MemorySegment into) throws IOException;

    /// Stores `source` under a handle named by its content.
    void write(Handle handle, Source source) throws IOException;

    /// Stores `source` only if `handle` does not exist, atomically against every other writer; else
    /// [reel.stream.Conflict].
    void createNew(Handle handle, Source source) throws IOException;

    /// Removes the object; one that is not there is no error. Durable when the call returns.
    void delete(Handle handle) throws IOException;

    @Override
    void close() throws IOException;
}
