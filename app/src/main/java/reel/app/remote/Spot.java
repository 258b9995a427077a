package reel.app.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;

/// Where a word of the command line points to.
///
/// @param typed    the word, for messages; it holds no secret, or it would have been refused
/// @param location the address
/// @param remote   the name of the remote that it begins with; null where it names none
/// @param options  of that remote
/// @param folder   whether the word ends like a folder: with a slash, or as `.` or `..`
public record Spot(
        String typed, Location location, @Nullable String remote, Map<String, String> options, boolean folder) {
    public Spot {
        options = Map.copyOf(options);
    }

    public boolean isLocal() {
        return location.scheme().equals(Locations.FILE);
    }

    /// The last name of the path; empty for a root.
    public String name() {
        String path = location.path();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
