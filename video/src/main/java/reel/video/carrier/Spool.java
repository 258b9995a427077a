package reel.video.carrier;

import java.io.IOException;
import java.nio.file.Path;
import reel.stream.RandomReader;

/// Room on disk for a payload that arrives in any order, deleted by whoever made the spool.
public interface Spool {
    /// Room for a payload of so many bytes. Called once a decode; a length that the disk cannot hold is
    /// [reel.stream.Exhausted] before anything is written.
    Room room(long bytes) throws IOException;

    /// A file of the same place that is not there yet, for who needs one as such.
    Path file();

    /// Written in any order, then read.
    interface Room extends PayloadSink, RandomReader {}
}
