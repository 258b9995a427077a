package reel.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;

/// A place worth several connections and streams, which may be far away.
class FarPlace extends OtherPlace {
    private final int connections;
    private final int streams;
    private final Duration wait;
    private final @Nullable Duration told;

    /// @param wait how long a question takes
    /// @param told the distance, as the connections know it
    FarPlace(Place inner, int connections, int streams, Duration wait, @Nullable Duration told) {
        super(inner);
        this.connections = connections;
        this.streams = streams;
        this.wait = wait;
        this.told = told;
    }

    @Override
    public PlaceTraits traits() {
        PlaceTraits is = super.traits();
        return traits(connections, is.moving(), is.copying());
    }

    @Override
    public int streams() {
        return streams;
    }

    @Override
    public @Nullable Duration roundTrip() {
        return told;
    }

    @Override
    public Entry stat(String path) throws IOException {
        LockSupport.parkNanos(wait.toNanos());
        return super.stat(path);
    }
}
