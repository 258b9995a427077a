package reel.transfer.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Everything about a transfer but what goes where.
///
/// @param selection     which files take part
/// @param comparison    when a file is the same already
/// @param keeping       metadata, backups, durability, verification
/// @param effort        how much at once
/// @param transform     what happens to the bytes on their way
/// @param mostDeletions more than so many files to delete are [reel.stream.Refused], and none is (`--max-delete`)
/// @param dryRun        everything is planned and told, nothing is changed
/// @param journals      folder of this machine that keeps, for each transfer, what has arrived, so that the same
///                      transfer goes on after a kill; made if it is not there. Null to keep nothing: then an
///                      unfinished file is discarded
/// @param resume        whether files go on where they were stopped; else each begins anew, and the journal only
///                      tells the next transfer what a kill left behind
public record TransferOptions(
        Selection selection,
        Comparison comparison,
        Keeping keeping,
        Effort effort,
        Transform transform,
        long mostDeletions,
        boolean dryRun,
        @Nullable Path journals,
        boolean resume) {
    public static final TransferOptions DEFAULT = new TransferOptions(
            Selection.ALL,
            Comparison.DEFAULT,
            Keeping.DEFAULT,
            Effort.DEFAULT,
            Transform.NONE,
            Long.MAX_VALUE,
            false,
            null,
            true);

    public TransferOptions {
        if (mostDeletions < 0) {
            throw new IllegalArgumentException("at most " + mostDeletions + " deletions");
        }
    }

    public TransferOptions with(Selection other) {
        return new TransferOptions(
                other, comparison, keeping, effort, transform, mostDeletions, dryRun, journals, resume);
    }

    public TransferOptions with(Comparison other) {
        return new TransferOptions(
                selection, other, keeping, effort, transform, mostDeletions, dryRun, journals, resume);
    }

    public TransferOptions with(Keeping other) {
        return new TransferOptions(
                selection, comparison, other, effort, transform, mostDeletions, dryRun, journals, resume);
    }

    public TransferOptions with(Effort other) {
        return new TransferOptions(
                selection, comparison, keeping, other, transform, mostDeletions, dryRun, journals, resume);
    }

    public TransferOptions with(Transform other) {
        return new TransferOptions(
                selection, comparison, keeping, effort, other, mostDeletions, dryRun, journals, resume);
    }

    public TransferOptions withMostDeletions(long most) {
        return new TransferOptions(selection, comparison, keeping, effort, transform, most, dryRun, journals, resume);
    }

    public TransferOptions asDryRun() {
        return new TransferOptions(
                selection, comparison, keeping, effort, transform, mostDeletions, true, journals, resume);
    }

    public TransferOptions withJournals(@Nullable Path folder) {
        return new TransferOptions(
                selection, comparison, keeping, effort, transform, mostDeletions, dryRun, folder, resume);
    }

    public TransferOptions withoutResume() {
        return new TransferOptions(
                selection, comparison, keeping, effort, transform, mostDeletions, dryRun, journals, false);
    }
}
