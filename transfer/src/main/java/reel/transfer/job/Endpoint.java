package reel.transfer.job;

import org.jspecify.annotations.Nullable;
import reel.backend.place.Place;
import reel.backend.place.layer.MeterPlace;

/// One side of a transfer: a file or folder in a place.
///
/// @param place opened and closed by the caller, with all its layers (retries, limits)
/// @param path  relative to the place's root; empty for the root itself
/// @param meter among those layers, below the retries: it tells how far away the place is and what breaks, from
///              which the number of streams is found; null where nothing measures
public record Endpoint(Place place, String path, @Nullable MeterPlace meter) {
    public Endpoint(Place place, String path) {
        this(place, path, null);
    }

    /// For messages.
    @Override
    public String toString() {
        String root = place.traits().name();
        if (path.isEmpty()) {
            return root;
        }
        return root.isEmpty() || root.endsWith("/") ? root + path : root + "/" + path;
    }

    /// The path of something below this endpoint in its place; `relative` may be empty.
    public String at(String relative) {
        return relative.isEmpty() ? path : path.isEmpty() ? relative : path + "/" + relative;
    }

    /// The same as [#toString] for something below.
    public String name(String relative) {
        return relative.isEmpty() ? toString() : this + (toString().endsWith("/") ? "" : "/") + relative;
    }
}
