package reel.store.epoch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.backend.Source;
import reel.backend.Stat;
import reel.store.layout.StoreNames;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The epochs of a repository: their records in `gc/`, and the locks their sessions hold. Thread-safe.
public final class Epochs {
    private static final String FOLDER = "gc/";
    private static final int NUMBER_DIGITS = 16;

    /// Records kept for sessions that were overlooked; one that slept longer has to begin again.
    private static final int KEPT = 16;

    /// A session that finds its epoch's lock held alone looks for a newer epoch this often.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Backend backend;

    public Epochs(Backend backend) {
        this.backend = backend;
    }

    /// The newest epoch's number; 0 where nothing was ever condemned.
    public long newest() throws IOException {
        long[] newest = {0};
        backend.list(FOLDER, stat -> newest[0] = Math.max(newest[0], number(stat.handle())));
        return newest[0];
    }

    /// The newest epoch's record.
    public EpochRecord current() throws IOException {
        return read(newest());
    }

    /// The record of epoch `number`; [Missing] where it was tidied away.
    EpochRecord read(long number) throws IOException {
        if (number == 0) {
            return EpochRecord.NONE;
        }
        Handle handle = handle(number);
        Stat stat = backend.stat(handle);
        if (stat.size() > EpochRecord.MAX_BYTES) {
            throw new Corrupt(handle.path(), -1, "at most " + EpochRecord.MAX_BYTES + " bytes", stat.size() + " bytes");
        }
        byte[] bytes = new byte[(int) stat.size()];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return EpochRecord.decode(bytes, number, handle.path());
    }

    /// Begins a session in the newest epoch.
    ///
    /// @param patience how long to try where somebody repairs, alone; then [Conflict]
    public EpochHold enter(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        Locking locking = backend.traits().locking();
        while (true) {
            long epoch = newest();
            Locking.Lock lock = null;
            boolean entered = false;
            try {
                lock = locking == null ? null : locking.lock(StoreNames.epochLock(epoch), true, LOOK);
                if (newest() == epoch) {
                    EpochHold hold = new EpochHold(this, record(epoch), lock);
                    entered = true;
                    return hold;
                }
            } catch (Conflict held) {
                if (System.nanoTime() - deadline >= 0) {
                    throw held;
                }
            } finally {
                if (lock != null && !entered) {
                    lock.close();
                }
            }
        }
    }

    private EpochRecord record(long epoch) throws IOException {
        try {
            return read(epoch);
        } catch (Corrupt damaged) {
            throw new Corrupt(
                    handle(epoch).path(),
                    -1,
                    "the list of packs that are going to be deleted",
                    "damage",
                    "Run `reel gc`, which makes a new one; nothing else was lost.",
                    damaged);
        }
    }

    /// The packs condemned after `epoch`; null where a record since is not there any more.
    @Nullable
    Set<Hash> condemnedSince(long epoch) throws IOException {
        Set<Hash> packs = new HashSet<>();
        long newest = newest();
        for (long number = epoch + 1; number <= newest; number++) {
            try {
                packs.addAll(read(number).condemned());
            } catch (Missing | Corrupt gone) {
                return null;
            }
        }
        return packs;
    }

    /// The right to collect; [Conflict] when another collection goes on for longer than `patience`.
    public Locking.Lock collecting(Duration patience) throws IOException {
        return locking().lock(StoreNames.GC_LOCK, false, patience);
    }

    /// The right to do what neither a session nor a collection may see half-done.
    public Locking.Lock alone(Duration patience) throws IOException {
        Locking locking = locking();
        Locking.Lock gc = locking.lock(StoreNames.GC_LOCK, false, patience);
        Locking.@Nullable Lock even = null;
        try {
            even = locking.lock(StoreNames.epochLock(0), false, patience);
            Locking.Lock odd = locking.lock(StoreNames.epochLock(1), false, patience);
            Locking.Lock other = even;
            even = null;
            return () -> {
                try (gc;
                        other;
                        odd) {
                    // Each is let go whatever happens to the others.
                }
            };
        } catch (Throwable failure) {
            try (gc;
                    Locking.Lock taken = even) {
                throw failure;
            }
        }
    }

    private Locking locking() throws Refused {
        Locking locking = backend.traits().locking();
        if (locking == null) {
            throw new Refused(
                    backend.traits().name(), "cannot lock, so garbage cannot be collected safely", "Use a local copy.");
        }
        return locking;
    }

    /// Waits until no session of `epoch`, which is not the newest, is left.
    ///
    /// @return null, or who is in the way after `patience`
    public @Nullable Conflict drain(long epoch, Duration patience) throws IOException {
        if (epoch < 0) {
            return null;
        }
        try (Locking.Lock alone = locking().lock(StoreNames.epochLock(epoch), false, patience)) {
            return null;
        } catch (Conflict busy) {
            return busy;
        }
    }

    /// Begins an epoch. [Conflict] if somebody else did.
    public void create(EpochRecord next) throws IOException {
        backend.createNew(handle(next.number()), Source.of(next.encode()));
        for (long number = next.number() - KEPT; number > 0 && exists(number); number--) {
            backend.delete(handle(number));
        }
    }

    private boolean exists(long number) throws IOException {
        try {
            return backend.stat(handle(number)).size() >= 0;
        } catch (Missing gone) {
            return false;
        }
    }

    private static Handle handle(long number) {
        return Handle.of(FOLDER + String.format(java.util.Locale.ROOT, "%016d", number));
    }

    private static long number(Handle handle) {
        String name = handle.name();
        boolean record = name.length() == NUMBER_DIGITS
                && handle.path().length() == FOLDER.length() + NUMBER_DIGITS
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return record ? Long.parseLong(name) : 0;
    }
}
