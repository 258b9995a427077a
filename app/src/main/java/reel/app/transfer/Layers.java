package reel.app.transfer;

import org.jspecify.annotations.Nullable;
import reel.backend.layer.Pace;
import reel.backend.layer.RetryPolicy;
import reel.backend.layer.Timer;
import reel.backend.place.Place;
import reel.backend.place.layer.RetryPlace;
import reel.backend.place.layer.ThrottlePlace;

/// What stands around every place that a command opens: other machines are tried again after passing faults, and
/// kept to a pace where one is asked for. Local places stand bare, unless nothing but them takes part in what is
/// limited.
public final class Layers {
    public static final Layers DEFAULT = new Layers(null, null, false);

    private final @Nullable Pace reads;
    private final @Nullable Pace writes;
    private final boolean alsoLocal;

    private Layers(@Nullable Pace reads, @Nullable Pace writes, boolean alsoLocal) {
        this.reads = reads;
        this.writes = writes;
        this.alsoLocal = alsoLocal;
    }

    /// @param up        bytes a second that may be written; null for no limit
    /// @param down      bytes a second that may be read; null for no limit
    /// @param together  whether both are one limit
    /// @param alsoLocal whether local places are written at that pace, too
    public static Layers paced(@Nullable Long up, @Nullable Long down, boolean together, boolean alsoLocal) {
        Pace writes = up == null ? null : Pace.of(up, Timer.system());
        Pace reads = together ? writes : down == null ? null : Pace.of(down, Timer.system());
        return new Layers(reads, writes, alsoLocal);
    }

    Place around(Place place, boolean local) {
        if (local) {
            return alsoLocal && writes != null ? ThrottlePlace.over(place, null, writes) : place;
        }
        Place retried = RetryPlace.over(place, RetryPolicy.DEFAULT);
        return reads == null && writes == null ? retried : ThrottlePlace.over(retried, reads, writes);
    }
}
