package reel.transfer.job;

import java.time.Duration;
import java.util.List;

/// What a transfer did.
///
/// @param files       that arrived, or would have in a dry run
/// @param bytes       of those files
/// @param sentBytes   that were really moved: more where something had to be sent again, less where an earlier
///                    transfer, the place itself or an older version had them
/// @param same        files that were there already, by content or by a rule
/// @param touched     of these, files that only got the permissions of the source, or would have in a dry run
/// @param skipped     files left alone for another reason
/// @param deleted     files and folders deleted at the destination
/// @param different   paths that [Mode#CHECK] found different
/// @param failed      how many paths did not arrive
/// @param failures    the first [#MOST_FAILURES] of them
/// @param complete    whether the source could be listed completely; where not, nothing was deleted
/// @param took        from beginning to end
/// @param averageRate bytes a second over all of it
/// @param peakRate    bytes a second of the best second
/// @param peakStreams the most streams at once
public record TransferReport(
        long files,
        long bytes,
        long sentBytes,
        long same,
        long touched,
        long skipped,
        long deleted,
        long different,
        long failed,
        List<Failure> failures,
        boolean complete,
        Duration took,
        double averageRate,
        double peakRate,
        int peakStreams) {
    /// More would only be scrolled over.
    public static final int MOST_FAILURES = 10_000;

    public TransferReport {
        failures = List.copyOf(failures);
    }

    /// Whether everything wished for is done.
    public boolean clean() {
        return failed == 0 && complete;
    }
}
