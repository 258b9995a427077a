package reel.backend.place.layer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a [MeterPlace] knows at one moment.
///
/// @param roundTrip      smoothed time of small requests and of the wait for first bytes; null before the first
/// @param least          the shortest of them; null before the first
/// @param bytesPerSecond smoothed over a few seconds and all threads, both directions
/// @param bytesRead      in all
/// @param bytesWritten   in all
/// @param calls          that ended, failures among them
/// @param failures       that ended with an exception, interruptions not among them
/// @param cuts           those of the failures that were transient: lost connections, time-outs, busy servers
public record Pulse(
        @Nullable Duration roundTrip,
        @Nullable Duration least,
        double bytesPerSecond,
        long bytesRead,
        long bytesWritten,
        long calls,
        long failures,
        long cuts) {}
