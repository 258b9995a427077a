package reel.transfer.execute;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.stream.box.Keyring;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.discover.Item;
import reel.transfer.job.Comparison;
import reel.transfer.job.TransferJob;
import reel.transfer.job.Transform;
import reel.transfer.journal.FileLog;
import reel.transfer.journal.Journal;
import reel.transfer.journal.Proof;

/// What all streams of a transfer share.
///
/// @param keys    of containers
/// @param journal null where nothing is kept
/// @param stopping whether everything is to end soon
/// @param again   takes files that have to be sent once more
/// @param shares  of the memory, for buffers that wait for other buffers
record Setting(
        TransferJob job,
        MemoryBudget memory,
        MemoryShare shares,
        Tally tally,
        RoundTrips roundTrips,
        Keyring keys,
        AtomicBoolean stopping,
        Restarts restarts,
        Again again,
        @Nullable Journal journal) {
    /// Takes work back that has to be done once more.
    @FunctionalInterface
    interface Again {
        void add(Item item);
    }

    Place source() {
        return job.source().place();
    }

    Place destination() {
        return job.destination().place();
    }

    PlaceTraits from() {
        return source().traits();
    }

    PlaceTraits to() {
        return destination().traits();
    }

    /// What of a source's metadata is kept.
    Meta kept(Meta meta) {
        return job.options().keeping().metadata() ? meta : Meta.NONE;
    }

    /// Tells what is worth a line about one path.
    void note(String path, String text) {
        tally.events().note((path.isEmpty() ? job.destination().toString() : path) + ": " + text);
    }

    /// Whether an earlier process sent this very version, where only the journal can tell.
    boolean hasArrived(Item item) {
        Entry source = item.source();
        Entry old = item.old();
        return journal != null
                && onlyJournalTells()
                && source.tellsVersion()
                && old != null
                && !(job.options().transform() instanceof Transform.Pack pack
                        && !pack.isProvenBy(source.size(), old.size()))
                && journal.hasArrived(item.path(), source.size(), source.modified(), source.version());
    }

    /// Notes that a file is begun. @return null where nothing is noted
    ///
    /// @param size of the source's file; unknown for what nothing can go on with
    @Nullable
    FileLog begun(Item item, long size, long partSize, String token, Proof proof) throws IOException {
        Entry source = item.source();
        return journal == null
                ? null
                : journal.begin(item.path(), size, source.modified(), source.version(), partSize, token, proof);
    }

    /// Notes that a file is published.
    void arrived(Item item, Entry source) throws IOException {
        if (journal != null && onlyJournalTells()) {
            journal.arrived(item.path(), source.size(), source.modified(), source.version());
        }
    }

    /// Whether files go on where they were stopped.
    boolean resumes() {
        return job.options().resume();
    }

    private boolean onlyJournalTells() {
        return resumes() && job.options().comparison().rule() == Comparison.Rule.ALWAYS;
    }

    /// Puts away what lies at `path`, where a folder for that is named. @param relative its path there
    void backUp(String path, String relative) throws IOException {
        String folder = job.options().keeping().backup();
        if (folder == null) {
            return;
        }
        String to = folder + "/" + (relative.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : relative);
        if (to().moving() != null) {
            destination().makeFolder(to.substring(0, to.lastIndexOf('/')));
            to().moving().move(path, to);
        } else if (to().copying() != null) {
            to().copying().copy(destination().stat(path), to);
        }
    }
}
