package reel.store.index;

import java.io.IOException;

/// A walk over index entries in ascending order of id. After [#next] has said yes, the accessors tell the entry.
public interface EntryCursor {
    boolean next() throws IOException;

    /// The first 24 bytes of the id as three big-endian words.
    long w0();

    long w1();

    long w2();

    /// The pack's place in the table that belongs to this walk; negative for an entry to leave out.
    int pack();

    /// The chunk's row in the pack's footer.
    int chunk();
}
