package reel.transfer.journal;

import java.io.IOException;

/// Where one file's progress is written down. Thread-safe.
public interface FileLog {
    /// Pieces that the destination has, with their values.
    void arrived(Pieces pieces, long first, long count) throws IOException;

    /// The file is published or given up: nothing of it is left to go on with.
    void end() throws IOException;
}
