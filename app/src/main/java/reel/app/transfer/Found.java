package reel.app.transfer;

import org.jspecify.annotations.Nullable;
import reel.app.remote.Spot;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.transfer.job.Endpoint;

/// A place of the command line, opened and looked at.
///
/// @param spot     what was typed
/// @param location where it led, links followed
/// @param endpoint the same in its opened place
/// @param entry    what lies there; null for nothing
public record Found(
        Spot spot,
        Location location,
        Endpoint endpoint,
        @Nullable Entry entry) {
    public boolean isThere() {
        return entry != null;
    }

    public boolean isFolder() {
        return entry != null && entry.isFolder();
    }

    public boolean isFile() {
        return entry != null && entry.isFile();
    }

    /// Only where links were not followed.
    public boolean isLink() {
        return entry != null && entry.kind() == Entry.Kind.LINK;
    }
}
