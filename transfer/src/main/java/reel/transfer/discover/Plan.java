package reel.transfer.discover;

import java.io.IOException;
import java.time.Duration;
import reel.backend.place.Entry;
import reel.transfer.job.Difference;
import reel.transfer.job.Skip;

/// Hears what a comparison finds, while it goes on.
public interface Plan {
    /// How long one of both sides took to tell what lies there; one that is no disk of this machine.
    void answered(Duration took);

    /// A folder that both sides have, before anything below it is told.
    void met(Item folder);

    /// A file or link to be sent. Waits while there is enough to do.
    void send(Item item) throws IOException;

    /// A folder without anything to be sent below it, to be made.
    void make(Item folder) throws IOException;

    /// A folder whose time and metadata are to be set when everything below it is done.
    void stamp(Item folder) throws IOException;

    /// A folder of the source that everything below was told of, after those below it.
    void left(Item folder) throws IOException;

    /// A file or link that is the same already.
    void same(Item item) throws IOException;

    void skipped(Item item, Skip why);

    /// Something that only the destination has; a folder with all that is below it.
    void extra(String path, Entry entry) throws IOException;

    /// A file or link where the destination has a folder, or the other way round.
    ///
    /// @param there what the destination has
    /// @param why   what is wrong with it, for where it is not replaced
    /// @return whether to go on as if the destination had nothing there
    boolean clash(String path, Entry there, IOException why) throws IOException;

    void different(String path, Difference how);

    void failed(String path, IOException why);

    /// Something of the source could not be told: what only the destination has is not known.
    void incomplete();
}
