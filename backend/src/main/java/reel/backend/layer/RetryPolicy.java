package reel.backend.layer;

import java.time.Duration;

/// How often and how long to try again.
///
/// @param attempts tries in all
/// @param unproven tries in all as long as nothing has succeeded yet: what was never there rarely comes in a minute
/// @param first    the pause before the second try; each further one is twice as long
/// @param longest  no pause is longer, unless the other side asks for it
/// @param patience a pause that the other side asks for and that is longer than this ends the trying
public record RetryPolicy(int attempts, int unproven, Duration first, Duration longest, Duration patience) {
    /// Eight tries within about a minute: outlives a server's restart, not a user's patience. Three at first.
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(8, 3, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMinutes(2));

    public RetryPolicy(int attempts, Duration first, Duration longest, Duration patience) {
        this(attempts, attempts, first, longest, patience);
    }

    public RetryPolicy {
        if (attempts < 1
                || unproven < 1
                || first.isNegative()
                || longest.compareTo(first) < 0
                || patience.isNegative()) {
            throw new IllegalArgumentException("unusable retry policy");
        }
    }

    /// The pause after failed try `attempt` (from 1), before jitter.
    Duration pause(int attempt) {
        Duration pause = first;
        for (int i = 1; i < attempt && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
