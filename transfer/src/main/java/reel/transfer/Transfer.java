package reel.transfer;

import java.io.IOException;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.execute.Execution;
import reel.transfer.execute.Tally;
import reel.transfer.execute.TreeDeletion;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferReport;

/// Does a transfer from beginning to end: compares both sides while it sends, and tells what happened.
///
/// What goes wrong with one path is a failure of that path, told and reported, and the rest goes on. What makes
/// the whole pointless is thrown: a source that is not there, a destination inside the source, a lock held by
/// another transfer. An interruption of the calling thread ends the transfer soon, with nothing half visible, as
/// [java.io.InterruptedIOException]; with a journal the same job goes on later.
public final class Transfer {
    private Transfer() {}

    /// Copies, syncs, moves or checks.
    ///
    /// @param memory what all buffers come from, also those of the places
    public static TransferReport run(TransferJob job, MemoryBudget memory, TransferEvents events) throws IOException {
        return Execution.run(job, memory, events);
    }

    /// Deletes a file, or the files of a tree that `selection` takes and the folders that are empty by that. The
    /// place itself, whose path is empty, stays.
    public static TransferReport delete(Endpoint what, Selection selection, boolean dryRun, TransferEvents events)
            throws IOException {
        if (selection.only() != null) {
            throw new Refused("a list of files", "says nothing of what to delete", "Name the files, or use a filter.");
        }
        Tally tally = new Tally(events);
        TreeDeletion.run(what, selection, Effort.DEFAULT.checkers(), dryRun, tally);
        return tally.report();
    }
}
