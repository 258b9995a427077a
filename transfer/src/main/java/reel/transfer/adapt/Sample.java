package reel.transfer.adapt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What happened since the last one.
///
/// @param time      that it covers
/// @param bytes     moved
/// @param roundTrip of a small request; null where none was made
/// @param losses    connections that broke, requests that had to be made again
/// @param congested whether the other side asked to slow down
public record Sample(Duration time, long bytes, @Nullable Duration roundTrip, int losses, boolean congested) {
    public Sample {
        if (time.isNegative() || bytes < 0 || losses < 0) {
            throw new IllegalArgumentException(time + ", " + bytes + " bytes, " + losses + " losses");
        }
    }
}
