package reel.store.epoch;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.Locking;
import reel.stream.Conflict;
import reel.stream.hash.Hash;

/// A session's place in an epoch: no collection deletes what the session relies on until it is closed.
public final class EpochHold implements AutoCloseable {
    private final Epochs epochs;
    private final EpochRecord record;
    private final Locking.@Nullable Lock lock;

    EpochHold(Epochs epochs, EpochRecord record, Locking.@Nullable Lock lock) {
        this.epochs = epochs;
        this.record = record;
        this.lock = lock;
    }

    public long epoch() {
        return record.number();
    }

    public long floor() {
        return record.floor();
    }

    /// Whether the pack is about to be deleted, so that nothing may rely on it and no new one have its name.
    public boolean condemns(Hash pack) {
        return record.condemned().contains(pack);
    }

    /// [Conflict] where a sweep overlooked this session and one of the packs goes or has gone.
    ///
    /// @param swept the epoch swept last, as the operation log says
    /// @param packs what the session relied on or wrote
    public void requireNotSwept(long swept, Collection<Hash> packs) throws IOException {
        if (swept > epoch()) {
            Set<Hash> condemned = epochs.condemnedSince(epoch());
            if (condemned == null || packs.stream().anyMatch(condemned::contains)) {
                throw overlooked();
            }
        }
    }

    /// Whether a later collection has begun and condemns some of the packs: then it is worth looking whether they are
    /// still there.
    public boolean mayHaveLost(Collection<Hash> packs) throws IOException {
        if (epochs.newest() == epoch()) {
            return false;
        }
        Set<Hash> condemned = epochs.condemnedSince(epoch());
        return condemned == null || packs.stream().anyMatch(condemned::contains);
    }

    public static Conflict overlooked() {
        return new Conflict(
                "gc",
                "has deleted what this command relied on, for its lock was lost (a file system that forgets locks, "
                        + "a machine that slept)",
                "Nothing was changed. Run the command again.");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
