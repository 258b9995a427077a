package reel.backend.place;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;

/// A file being written, invisible until it is published. A call that fails with [reel.stream.Transient] leaves
/// it usable: the next call connects again.
public interface Writing extends AutoCloseable {
    /// Stores bytes at `offset`; returns when the place has them. Different parts may come from different
    /// threads at once and in any order, unless [PartRule#inOrder]. The same part may come again: the last one
    /// counts.
    ///
    /// Where [PartRule#free] any bytes may come at any offset; else `offset` is a multiple of the part size and
    /// `bytes` one whole part, of which only the last is shorter.
    void write(long offset, Source bytes) throws IOException;

    /// What [WriteRequest#resume] takes to go on with this file in another process; never a secret. Null where
    /// an unfinished file cannot be kept.
    @Nullable
    String token();

    /// The parts that the place itself vouches for from an earlier process, by offset, with their sizes; empty
    /// where it cannot tell, so that only the journal and reading back can.
    Map<Long, Long> stored() throws IOException;

    /// Hands back `length` stored bytes from `offset`, of this process or an earlier one, so that what a journal
    /// claims can be checked. @return false, having handed nothing, where unfinished files cannot be read
    default boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
        return false;
    }

    /// Makes the complete file visible under its path, with its time and metadata as far as the place holds
    /// them; all or nothing. Bytes that this writing itself knows to be missing are an [IllegalStateException]
    /// and publish nothing; of an earlier process's it may know nothing.
    ///
    /// @param modified of the source; null to leave it to the place
    /// @param expected digests of the whole content that the place checks if it can; a difference is
    ///                 [reel.stream.Corrupt] and publishes nothing
    /// @return the file as the place tells it now
    Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException;

    /// Ends this writing without publishing; what was stored stays for a later process to go on with.
    void suspend() throws IOException;

    /// Discards what was neither published nor suspended.
    @Override
    void close() throws IOException;
}
