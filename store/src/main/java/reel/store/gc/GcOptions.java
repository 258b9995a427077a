package reel.store.gc;

import java.time.Duration;

/// How to collect.
///
/// @param dryRun               only say what would be done
/// @param repackBelowLiveRatio packs whose living share of bytes is less are rewritten; 0 never, 1 at the first dead
/// @param patience             how long to wait for sessions that began before; what they keep waits for the next time
/// @param beforeDelete         is told what goes
public record GcOptions(boolean dryRun, double repackBelowLiveRatio, Duration patience, BeforeDelete beforeDelete) {
    /// Rewriting at 0.7 copies at most 2.3 bytes for each byte it frees.
    public static final GcOptions DEFAULT = new GcOptions(false, 0.7, Duration.ofSeconds(10));

    public GcOptions {
        if (!(repackBelowLiveRatio >= 0 && repackBelowLiveRatio <= 1)) {
            throw new IllegalArgumentException("a ratio is 0 to 1, not " + repackBelowLiveRatio);
        }
    }

    public GcOptions(boolean dryRun, double repackBelowLiveRatio, Duration patience) {
        this(dryRun, repackBelowLiveRatio, patience, BeforeDelete.NOTHING);
    }

    public GcOptions asDryRun() {
        return new GcOptions(true, repackBelowLiveRatio, patience, beforeDelete);
    }

    /// The same, and `other` is told what goes, too.
    public GcOptions telling(BeforeDelete other) {
        BeforeDelete first = beforeDelete;
        return new GcOptions(dryRun, repackBelowLiveRatio, patience, packs -> {
            first.accept(packs);
            other.accept(packs);
        });
    }

    /// The same, waiting so long for sessions.
    public GcOptions waiting(Duration time) {
        return new GcOptions(dryRun, repackBelowLiveRatio, time, beforeDelete);
    }
}
