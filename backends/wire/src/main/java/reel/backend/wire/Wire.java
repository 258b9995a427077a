package reel.backend.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.backend.place.PlaceContext;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;

/// The connections of one place, never more than it may have, each asked whether it still lives before it is
/// used again. Thread-safe.
///
/// A call never repeats itself: what went wrong is told by kind ([reel.backend.place.Place]), and who called
/// decides.
public final class Wire implements AutoCloseable {
    private final MemoryBudget memory;
    private final Duration silence;
    private final Semaphore free;
    private final Dialer dialer;
    private final Map<Host, ArrayDeque<Line>> idle = new HashMap<>();
    private final Set<Line> open = new HashSet<>();
    private final AtomicLong leastNanos = new AtomicLong(Long.MAX_VALUE);
    private @Nullable Thread watcher;
    private boolean closed;

    private Wire(PlaceContext context, TlsTrust trust, Proxies proxies) {
        this.memory = context.memory();
        this.silence = context.silence();
        this.free = new Semaphore(context.most(), true);
        this.dialer = new Dialer(context.connect(), trust, proxies);
    }

    public static Wire of(PlaceContext context, TlsTrust trust) {
        return of(context, trust, Proxies.of(System.getenv()));
    }

    static Wire of(PlaceContext context, TlsTrust trust, Proxies proxies) {
        return new Wire(context, trust, proxies);
    }

    MemoryBudget memory() {
        return memory;
    }

    /// Sends a call and waits for the head of its answer, whatever its status. The caller closes the answer.
    public Answer send(Call call) throws IOException {
        acquire(call);
        @Nullable Line line = null;
        try {
            line = line(call.host());
            Answer answer = exchange(call, line);
            return answer;
        } catch (IOException failure) {
            if (line == null) {
                free.release();
                throw WireFailure.of(call.shown(), call.host(), failure);
            }
            IOException meant = failed(call, line, failure);
            release(line, false);
            throw meant;
        } catch (RuntimeException | Error mistake) {
            if (line == null) {
                free.release();
            } else {
                release(line, false);
            }
            throw mistake;
        }
    }

    private Answer exchange(Call call, Line line) throws IOException {
        try {
            Sender.send(memory, call, line);
        } catch (IOException failure) {
            // A server that wants no more of the body has often said why before it hung up.
            @Nullable Answer early = earlyAnswer(call, line, failure);
            if (early != null) {
                return early;
            }
            throw failure;
        }
        Head head = Head.read(call.shown(), line);
        // Not from here on: whoever is held up after writing would find the answer nearer than it was.
        answered(System.nanoTime() - line.wroteAt());
        @Nullable Proxy proxy = line.proxy();
        if (head.status() == 407 && proxy != null) {
            throw proxy.wantsLogin();
        }
        return new Answer(this, call, line, head, Body.of(call.shown(), line, call.method(), head));
    }

    private void answered(long nanos) {
        leastNanos.accumulateAndGet(nanos, Math::min);
    }

    /// The shortest wait for an answer so far; null before the first.
    public @Nullable Duration roundTrip() {
        long least = leastNanos.get();
        return least == Long.MAX_VALUE ? null : Duration.ofNanos(least);
    }

    private @Nullable Answer earlyAnswer(Call call, Line line, IOException failure) {
        if (!(failure instanceof java.net.SocketException) && !"Broken pipe".equals(failure.getMessage())) {
            return null;
        }
        try {
            Head head = Head.read(call.shown(), line);
            if (head.status() / 100 == 2) {
                return null;
            }
            Head last = new Head(head.status(), false, head.headers());
            return new Answer(this, call, line, last, Body.of(call.shown(), line, call.method(), last));
        } catch (IOException nothing) {
            return null;
        }
    }

    private void acquire(Call call) throws IOException {
        try {
            if (!free.tryAcquire(silence.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Transient(call.shown(), "all connections were busy for " + silence, null, null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + call.shown());
        }
    }

    private Line line(Host host) throws IOException {
        @Nullable Line kept = kept(host);
        while (kept != null) {
            if (kept.isUsable()) {
                return kept;
            }
            forget(kept);
            kept = kept(host);
        }
        Line made = dialer.dial(host);
        synchronized (this) {
            if (closed) {
                made.close();
                throw new Transient(host.toString(), "the place was closed", null, null);
            }
            open.add(made);
            watch();
        }
        return made;
    }

    private synchronized @Nullable Line kept(Host host) {
        @Nullable ArrayDeque<Line> lines = idle.get(host);
        return lines == null ? null : lines.pollFirst();
    }

    private synchronized void forget(Line line) {
        open.remove(line);
        line.close();
    }

    /// Ends a call on `line`.
    void release(Line line, boolean usable) {
        synchronized (this) {
            if (usable && !closed) {
                line.rest();
                idle.computeIfAbsent(line.host(), h -> new ArrayDeque<>()).addFirst(line);
            } else {
                forget(line);
            }
        }
        free.release();
    }

    /// What a failure in the middle of a call means.
    IOException failed(Call call, Line line, IOException failure) {
        if (line.wasSilent()) {
            return new Transient(
                    call.shown(),
                    line.host() + " said nothing for " + silence.toMillis() / 1000.0 + " seconds",
                    null,
                    failure);
        }
        return WireFailure.of(call.shown(), line.host(), failure);
    }

    private void watch() {
        if (watcher == null) {
            watcher = Thread.ofVirtual().name("reel-wire-watch").start(this::watchSilence);
        }
    }

    private void watchSilence() {
        Duration step = silence.dividedBy(8).compareTo(Duration.ofSeconds(1)) > 0
                ? Duration.ofSeconds(1)
                : silence.dividedBy(8);
        try {
            while (true) {
                Thread.sleep(step);
                List<Line> now;
                synchronized (this) {
                    now = new ArrayList<>(open);
                }
                for (Line line : now) {
                    line.checkSilence(silence.toNanos());
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends every connection; calls under way fail.
    @Override
    public synchronized void close() {
        closed = true;
        for (Line line : open) {
            line.close();
        }
        open.clear();
        idle.clear();
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
