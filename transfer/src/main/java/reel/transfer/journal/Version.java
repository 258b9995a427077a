package reel.transfer.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which version of a source's file: another is never mixed with it.
record Version(
        long size, @Nullable Instant modified, @Nullable String version) {}
