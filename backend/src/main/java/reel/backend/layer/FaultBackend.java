package reel.backend.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.backend.Spooling;
import reel.backend.Traits;
import reel.stream.Exhausted;
import reel.stream.Transient;

/// Counts the steps at which a write can fail, and makes one of them fail: for tests that try every step.
///
/// Steps, counted from 1: opening a spool; each append; before and after the effect of each publish, write,
/// create, replace and delete. *After* means that it took effect but the caller is told of a failure, or dies before
/// being told.
///
/// Dead means: this and every later call throws [SimulatedCrash]; locks are dropped as the kernel would; of a
/// dying append a part may have got through; unpublished spools are discarded or left lying about. The inside
/// stays open, and is what the next process finds. Thread-safe; with several threads the order of steps is
/// theirs.
public final class FaultBackend extends Layer {
    /// How a step fails.
    public enum Fault {
        /// Once, with [Transient].
        PASSING,
        /// Once, with [Exhausted].
        FULL,
        /// For ever, with [SimulatedCrash].
        DEATH
    }

    /// The step that is never reached.
    public static final long NEVER = Long.MAX_VALUE;

    private final Fault fault;
    private final long failAt;
    private final SplittableRandom random;
    private final Set<Spooling.Spool> spools = new HashSet<>();
    private final Set<Locking.Lock> locks = new HashSet<>();
    private long steps;
    private String lastStep = "nothing yet";
    private volatile boolean dead;

    private FaultBackend(Backend inner, Fault fault, long failAt, long seed) {
        super(inner);
        this.fault = fault;
        this.failAt = failAt;
        this.random = new SplittableRandom(seed);
    }

    /// Counts steps and fails none.
    public static FaultBackend counting(Backend inner) {
        return new FaultBackend(inner, Fault.DEATH, NEVER, 0);
    }

    /// Fails step `failAt` once and then works.
    public static FaultBackend failing(Backend inner, Fault fault, long failAt, long seed) {
        return new FaultBackend(inner, fault, failAt, seed);
    }

    /// Dies at step `failAt`.
    public static FaultBackend dying(Backend inner, long failAt, long seed) {
        return failing(inner, Fault.DEATH, failAt, seed);
    }

    /// Steps begun so far, the failed one included.
    public synchronized long steps() {
        return steps;
    }

    /// The last step begun, in words.
    public synchronized String lastStep() {
        return lastStep;
    }

    public boolean isDead() {
        return dead;
    }

    @Override
    <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException {
        requireAlive();
        return switch (request.op()) {
            case STAT, LIST, READ, MAP, LOCK, APPEND -> call.run();
            case SPOOL -> {
                step(request, "");
                yield call.run();
            }
            case WRITE, CREATE, REPLACE, DELETE, PUBLISH -> {
                step(request, "before");
                T result = call.run();
                step(request, "after");
                yield result;
            }
        };
    }

    @Override
    public Traits traits() {
        requireAlive();
        Traits traits = super.traits();
        Spooling spooling = traits.spooling();
        Locking locking = traits.locking();
        return new Traits(
                traits.name(),
                spooling,
                traits.mapping(),
                locking == null ? null : (name, shared, wait) -> watched(locking.lock(name, shared, wait)),
                traits.replacing());
    }

    @Override
    void opened(Spooling.Spool spool) {
        synchronized (this) {
            spools.add(spool);
        }
    }

    @Override
    void append(Request request, Spooling.Spool spool, MemorySegment bytes) throws IOException {
        requireAlive();
        try {
            step(request, "");
        } catch (IOException | SimulatedCrash failure) {
            tear(spool, bytes);
            throw failure;
        }
        spool.append(bytes);
    }

    /// Lets a part of the failed append through, unless its spool is gone with the process.
    private synchronized void tear(Spooling.Spool spool, MemorySegment bytes) throws IOException {
        if (spools.contains(spool) && bytes.byteSize() > 0 && random.nextBoolean()) {
            spool.append(bytes.asSlice(0, random.nextLong(bytes.byteSize())));
        }
    }

    @Override
    void discard(Spooling.Spool spool) throws IOException {
        requireAlive();
        synchronized (this) {
            spools.remove(spool);
        }
        spool.close();
    }

    private Locking.Lock watched(Locking.Lock lock) throws IOException {
        synchronized (this) {
            if (dead) {
                lock.close();
                throw new SimulatedCrash(lastStep);
            }
            locks.add(lock);
        }
        return () -> {
            requireAlive();
            synchronized (this) {
                locks.remove(lock);
            }
            lock.close();
        };
    }

    private void requireAlive() {
        if (dead) {
            throw new SimulatedCrash(lastStep());
        }
    }

    private synchronized void step(Request request, String when) throws IOException {
        requireAlive();
        lastStep = "step " + ++steps + ": " + when + (when.isEmpty() ? "" : " ")
                + request.op().name().toLowerCase(java.util.Locale.ROOT) + " " + request.thing();
        if (steps != failAt) {
            return;
        }
        switch (fault) {
            case PASSING -> throw new Transient(request.thing(), "injected fault at " + lastStep, null, null);
            case FULL -> throw new Exhausted(request.thing(), "injected full disk at " + lastStep);
            case DEATH -> {
                dead = true;
                die();
                throw new SimulatedCrash(lastStep);
            }
        }
    }

    private void die() throws IOException {
        for (Locking.Lock lock : locks) {
            lock.close();
        }
        locks.clear();
        List<Spooling.Spool> discarded = new ArrayList<>();
        for (Spooling.Spool spool : spools) {
            if (random.nextBoolean()) {
                discarded.add(spool);
            }
        }
        for (Spooling.Spool spool : discarded) {
            spools.remove(spool);
            spool.close();
        }
    }

    /// Of a living one, closes the inside; of a dead one only what it left lying about: the inside outlives it.
    @Override
    public void close() throws IOException {
        if (!dead) {
            inner.close();
            return;
        }
        synchronized (this) {
            for (Spooling.Spool spool : spools) {
                spool.close();
            }
            spools.clear();
        }
    }
}
