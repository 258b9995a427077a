package reel.transfer.execute;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Place;
import reel.backend.place.layer.Pulse;
import reel.transfer.adapt.Sample;
import reel.transfer.adapt.StreamController;
import reel.transfer.job.Endpoint;
import reel.transfer.job.TransferJob;

/// Decides several times a second how many streams work: as many as are wished for, else as many as help.
final class Pacer implements AutoCloseable {
    /// Between disks of this machine: measured best for trees; a file is one stream's anyway.
    private static final int DISK_STREAMS = 4;

    /// Small files are mostly waited for, one answer after the other, however short the path.
    private static final int SMALL_STREAMS = 8;

    /// What a stream has on its way at least; the smallest part of a large file.
    private static final long PART_BYTES = 8 << 20;

    private static final long TICK_MILLIS = 100;

    /// As long as nothing is known of the path: the first that is decides how many streams begin.
    private static final long FIRST_TICK_MILLIS = 10;

    /// The largest buffer of one write, as it is charged.
    private static final long SPARE_BYTES = 2 << 20;

    private final Setting setting;
    private final Crew crew;
    private final StreamController controller;
    private final boolean fixed;
    private final int small;
    private final Thread thread;
    private volatile boolean ended;
    private int streams;
    private long sent;
    private long cuts;
    private long looked = System.nanoTime();

    private Pacer(Setting setting, Crew crew) {
        this.setting = setting;
        this.crew = crew;
        int wish = setting.job().options().effort().transfers();
        boolean disks = setting.from().disk() != null && setting.to().disk() != null;
        this.fixed = wish > 0 || disks;
        int bearable = bearable(setting.memory().limitBytes());
        int most = Math.min(bearable, most(setting.job()));
        this.controller = StreamController.of(most, PART_BYTES);
        this.small = Math.min(most, SMALL_STREAMS);
        resize(wish > 0 ? Math.min(bearable, wish) : disks ? DISK_STREAMS : controller.target());
        this.thread = Thread.ofVirtual().name("pace").unstarted(this::run);
    }

    static Pacer start(Setting setting, Crew crew) {
        Pacer pacer = new Pacer(setting, crew);
        pacer.thread.start();
        return pacer;
    }

    /// How many streams cannot take all the memory from one another: the half that is not [MemoryShare]'s holds
    /// the piece that each reads, which stays while its sink waits for memory, and what one of them writes then.
    private static int bearable(long memory) {
        return (int) Math.clamp((memory / 2 - SPARE_BYTES) / PartSizes.PIECE_BYTES, 1, Integer.MAX_VALUE);
    }

    /// A disk or memory of this machine serves as many streams as the other side is worth.
    private static int most(TransferJob job) {
        Place from = job.source().place();
        Place to = job.destination().place();
        if (from.traits().disk() != null) {
            return to.streams();
        }
        return to.traits().disk() != null ? from.streams() : Math.min(from.streams(), to.streams());
    }

    private void run() {
        long told = System.nanoTime();
        while (!ended) {
            try {
                Thread.sleep(fixed || controller.hasBegun() ? TICK_MILLIS : FIRST_TICK_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
            if (System.nanoTime() - told >= TICK_MILLIS * 1_000_000) {
                told = System.nanoTime();
                setting.tally().tick();
            }
            if (!fixed) {
                look();
            }
        }
    }

    private void look() {
        long now = System.nanoTime();
        long total = setting.tally().sentBytes();
        Pulse from = pulse(setting.job().source());
        Pulse to = pulse(setting.job().destination());
        long all = (from == null ? 0 : from.cuts()) + (to == null ? 0 : to.cuts());
        int losses =
                (int) Math.min(Integer.MAX_VALUE, all - cuts) + setting.tally().takeLosses();
        cuts = all;
        Sample sample = new Sample(
                Duration.ofNanos(now - looked),
                total - sent,
                farther(from, to),
                losses,
                setting.tally().takeCongested());
        looked = now;
        sent = total;
        int next = controller.add(sample);
        if (next != streams && !ended) {
            resize(next);
        }
    }

    private static @Nullable Pulse pulse(Endpoint endpoint) {
        return endpoint.meter() == null ? null : endpoint.meter().pulse();
    }

    /// The longer round trip of both sides, by the best that knows it: their meters; their connections, as long as
    /// the controller begins; the average of the copied pieces, which counts what it costs to get a stream going.
    private @Nullable Duration farther(@Nullable Pulse from, @Nullable Pulse to) {
        Duration own = setting.roundTrips().fresh();
        if (from != null || to != null) {
            Duration told = longer(from == null ? null : from.roundTrip(), to == null ? null : to.roundTrip());
            if (told != null) {
                setting.roundTrips().set(told);
                return told;
            }
        }
        Duration known = controller.isBeginning()
                ? longer(setting.source().roundTrip(), setting.destination().roundTrip())
                : null;
        return known != null ? known : own;
    }

    private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
        return one == null || other != null && other.compareTo(one) > 0 ? other : one;
    }

    private void resize(int to) {
        streams = to;
        crew.resize(to, fixed ? to : small);
        setting.tally().streams(to);
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
