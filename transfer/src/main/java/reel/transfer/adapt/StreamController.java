package reel.transfer.adapt;

import java.time.Duration;

/// Decides how many streams to use. Pure: the same samples, the same answers. Not thread-safe.
///
/// The product of bandwidth and round trip, in parts, says how many streams fill the path at least. What one
/// stream can do is not known beforehand (windows, losses below, the other side), so beyond that it climbs: more
/// streams as long as they bring more, back where they do not, another look later. On a path that has become short
/// it goes down to few first, where more only disturb one another, and has to find out again that more help.
public final class StreamController {
    public static final int LEAST = 4;
    public static final int MOST = 32;

    private static final double FAR_NANOS = 50e6;
    private static final double NEAR_NANOS = 10e6;

    /// The weight of a new measurement: of round trips, which jump, and of throughput, already a second's.
    private static final double ROUND_TRIP_WEIGHT = 0.125;
    private static final double THROUGHPUT_WEIGHT = 0.5;

    /// Decisions are made of at least a second and so many round trips, in which new streams get going.
    private static final double EPOCH_NANOS = 1e9;
    private static final int EPOCH_ROUND_TRIPS = 10;

    /// More streams are worth it where they bring so much more of what their number promises.
    private static final double LEAST_SHARE = 0.25;

    private static final double LOSS_FACTOR = 0.75;
    private static final double CONGESTION_FACTOR = 0.5;

    /// Epochs after a loss, a congestion, a vain climb, and the longest pause between vain climbs.
    private static final int LOSS_PAUSE = 2;
    private static final int CONGESTION_PAUSE = 5;
    private static final int FIRST_PAUSE = 8;
    private static final int LONGEST_PAUSE = 64;

    private final int least;
    private final int most;
    private final long partBytes;

    private int target;
    private double roundTrip = -1;
    private double throughput = -1;
    private double epochNanos;
    private double epochBytes;
    private int epochLosses;
    private boolean epochCongested;
    private boolean settling;

    /// Whether no epoch has ended yet.
    private boolean beginning = true;

    /// Where the last climb began, and what was moved there; 0 where none is going on.
    private int climbedFrom;
    private double rateBefore;
    private int pause;
    private int nextPause = FIRST_PAUSE;

    /// Whether a short path has not been tried with few streams yet.
    private boolean descending = true;

    /// What was used before a congestion; 0 where there is none.
    private int restore;

    private StreamController(int least, int most, long partBytes) {
        this.least = least;
        this.most = most;
        this.partBytes = partBytes;
        this.target = least;
    }

    /// @param most      never more, because of the places
    /// @param partBytes of a part, which is what a stream has on its way at least
    public static StreamController of(int most, long partBytes) {
        int bound = Math.clamp(most, 1, MOST);
        return new StreamController(Math.min(LEAST, bound), bound, Math.max(1, partBytes));
    }

    /// Whether it knows how far the path is.
    public boolean hasBegun() {
        return roundTrip >= 0;
    }

    /// Whether a shorter round trip would have it begin anew.
    public boolean isBeginning() {
        return beginning;
    }

    public int target() {
        return target;
    }

    /// Takes a measurement in. @return the streams to use from now on
    public int add(Sample sample) {
        Duration measured = sample.roundTrip();
        if (measured != null) {
            double nanos = measured.toNanos();
            if (roundTrip < 0 || beginning && nanos < roundTrip) {
                // The first answers also wait for code to be loaded, here and there.
                begin(nanos);
                roundTrip = nanos;
            } else {
                roundTrip = average(roundTrip, nanos, ROUND_TRIP_WEIGHT);
            }
        }
        epochNanos += sample.time().toNanos();
        epochBytes += sample.bytes();
        epochLosses += sample.losses();
        epochCongested |= sample.congested();
        if (epochCongested || epochNanos >= Math.max(EPOCH_NANOS, EPOCH_ROUND_TRIPS * roundTrip)) {
            endEpoch();
        }
        return target;
    }

    /// A far path is begun with many: finding out takes longer than most transfers.
    private void begin(double nanos) {
        go(nanos > FAR_NANOS / 2 ? MOST / 2 : nanos > NEAR_NANOS ? 2 * LEAST : LEAST, 0);
        settling = false;
    }

    private static double average(double old, double sample, double weight) {
        return old < 0 ? sample : old + weight * (sample - old);
    }

    private void endEpoch() {
        double rate = epochNanos <= 0 ? 0 : epochBytes * 1e9 / epochNanos;
        boolean lost = epochLosses > 0;
        boolean congested = epochCongested;
        beginning = false;
        epochNanos = 0;
        epochBytes = 0;
        epochLosses = 0;
        epochCongested = false;
        if (congested) {
            congest();
            return;
        }
        if (lost) {
            go((int) Math.floor(target * LOSS_FACTOR), LOSS_PAUSE);
            return;
        }
        if (settling) {
            // The first epoch of a new number has streams that only begin.
            settling = false;
            return;
        }
        throughput = average(throughput, rate, THROUGHPUT_WEIGHT);
        if (restore > 0 && pause == 0) {
            go(restore, 0);
            restore = 0;
        } else if (climbedFrom > 0) {
            judge(rate);
        } else if (pause > 0) {
            pause--;
        } else {
            move();
        }
    }

    private void congest() {
        restore = restore > 0 ? restore : Math.max(least, (int) (target * LOSS_FACTOR));
        go((int) Math.floor(target * CONGESTION_FACTOR), CONGESTION_PAUSE);
    }

    /// Whether the last climb brought enough.
    private void judge(double rate) {
        double promised = (double) target / climbedFrom - 1;
        double brought = rateBefore <= 0 ? promised : rate / rateBefore - 1;
        if (brought >= LEAST_SHARE * promised) {
            nextPause = FIRST_PAUSE;
            climbedFrom = 0;
            move();
        } else {
            go(climbedFrom, nextPause);
            nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
        }
    }

    private void move() {
        int filling = filling();
        boolean near = roundTrip >= 0 && roundTrip < NEAR_NANOS;
        if (near && descending && target > filling) {
            go(target - 1, 0);
            return;
        }
        descending = !near;
        int step = roundTrip > FAR_NANOS ? Math.max(2, target / 2) : Math.max(1, target / 4);
        int next = Math.min(most, Math.max(target + step, Math.min(filling, 2 * target)));
        if (next > target) {
            int from = target;
            rateBefore = throughput;
            go(next, 0);
            climbedFrom = from;
        } else {
            pause = nextPause;
        }
    }

    /// The streams that have the path's content on their way, a part each.
    private int filling() {
        if (roundTrip < 0 || throughput < 0) {
            return least;
        }
        double product = throughput * roundTrip / 1e9;
        return (int) Math.clamp(Math.ceil(product / partBytes), least, most);
    }

    private void go(int streams, int epochs) {
        int to = Math.clamp(streams, least, most);
        settling = to > target;
        target = to;
        climbedFrom = 0;
        pause = epochs;
    }

    /// For messages.
    @Override
    public String toString() {
        return target + " streams at " + Math.round(roundTrip / 1e6) + " ms";
    }
}
