package reel.backend.place.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.layer.Timer;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Transient;

/// Makes calls go wrong at random, by a seed: for tests. With one thread the same seed does the same.
public final class FaultPlace extends PlaceLayer {
    private final Plan plan;
    private final Timer timer;
    private final SplittableRandom random;
    private final Map<PlaceFault, Long> done = new EnumMap<>(PlaceFault.class);
    private int left;

    /// @param faults that may happen
    /// @param every  one call in so many goes wrong
    /// @param most   that go wrong in all, so that whoever tries again comes to an end
    /// @param stall  how long [PlaceFault#STALL] takes
    /// @param ops    calls that may go wrong
    public record Plan(Set<PlaceFault> faults, int every, int most, Duration stall, long seed, Set<PlaceOp> ops) {
        public Plan(Set<PlaceFault> faults, int every, int most, Duration stall, long seed) {
            this(faults, every, most, stall, seed, EnumSet.allOf(PlaceOp.class));
        }

        public Plan {
            faults = Set.copyOf(faults);
            ops = Set.copyOf(ops);
            if (faults.isEmpty() || every < 1 || most < 0) {
                throw new IllegalArgumentException("unusable plan of faults");
            }
        }

        /// The same for these calls alone.
        public Plan only(PlaceOp... some) {
            return new Plan(faults, every, most, stall, seed, Set.of(some));
        }

        /// Cut connections, before and after the effect.
        public static Plan cuts(int every, int most, long seed) {
            return new Plan(Set.of(PlaceFault.CUT, PlaceFault.CUT_AFTER), every, most, Duration.ZERO, seed);
        }
    }

    private FaultPlace(Place inner, Plan plan, Timer timer) {
        super(inner);
        this.plan = plan;
        this.timer = timer;
        this.random = new SplittableRandom(plan.seed());
        this.left = plan.most();
    }

    public static FaultPlace over(Place inner, Plan plan) {
        return over(inner, plan, Timer.system());
    }

    public static FaultPlace over(Place inner, Plan plan, Timer timer) {
        return new FaultPlace(inner, plan, timer);
    }

    /// How often each fault has happened.
    public synchronized Map<PlaceFault, Long> done() {
        return Map.copyOf(done);
    }

    /// The fault that this call has; null for none.
    private synchronized @Nullable PlaceFault draw(PlaceOp op, Set<PlaceFault> possible) {
        if (left == 0 || !plan.ops().contains(op) || random.nextInt(plan.every()) != 0) {
            return null;
        }
        List<PlaceFault> some =
                plan.faults().stream().filter(possible::contains).sorted().toList();
        if (some.isEmpty()) {
            return null;
        }
        left--;
        PlaceFault fault = some.get(random.nextInt(some.size()));
        done.merge(fault, 1L, Long::sum);
        return fault;
    }

    private synchronized long below(long bound) {
        return bound <= 0 ? 0 : random.nextLong(bound);
    }

    private static Transient cut(String thing) {
        return new Transient(thing, "the connection was cut by the test", null, null);
    }

    @Override
    <T extends @Nullable Object> T around(PlaceOp op, String thing, Call<T> call) throws IOException {
        // What was opened and never handed out could not be closed by anybody.
        boolean opens = op == PlaceOp.OPEN || op == PlaceOp.CREATE;
        PlaceFault fault = draw(
                op,
                opens
                        ? Set.of(PlaceFault.CUT, PlaceFault.STALL)
                        : Set.of(PlaceFault.CUT, PlaceFault.CUT_AFTER, PlaceFault.STALL));
        if (fault == PlaceFault.CUT) {
            throw cut(thing);
        }
        if (fault == PlaceFault.STALL) {
            timer.pause(plan.stall(), thing);
        }
        T result = call.run();
        if (fault == PlaceFault.CUT_AFTER) {
            throw cut(thing);
        }
        return result;
    }

    /// A listing is cut in the middle.
    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        PlaceFault fault = draw(PlaceOp.LIST, Set.of(PlaceFault.CUT));
        if (fault == null) {
            super.list(folder, sink);
            return;
        }
        long most = below(20);
        long[] told = {0};
        inner.list(folder, entry -> {
            if (told[0]++ < most) {
                sink.accept(entry);
            }
        });
        throw cut(folder);
    }

    @Override
    void read(Reading reading, long offset, long length, Reading.Pieces sink) throws IOException {
        PlaceFault fault = draw(PlaceOp.READ, Set.of(PlaceFault.values()));
        long count = length == Entry.UNKNOWN ? Math.max(0, reading.entry().size() - offset) : length;
        long at = below(count);
        String path = reading.entry().path();
        switch (fault) {
            case null -> reading.read(offset, length, sink);
            case CUT -> {
                readFirst(reading, offset, length, at, sink);
                throw cut(path);
            }
            case CUT_AFTER -> {
                reading.read(offset, length, sink);
                throw cut(path);
            }
            case STALL -> {
                timer.pause(plan.stall(), path);
                reading.read(offset, length, sink);
            }
            case SHORT -> readFirst(reading, offset, length, at, sink);
            case FLIP -> readFlipped(reading, offset, length, at, sink);
        }
    }

    private static void readFirst(Reading reading, long offset, long length, long most, Reading.Pieces sink)
            throws IOException {
        AtomicLong left = new AtomicLong(most);
        reading.read(offset, length, piece -> {
            long some = Math.min(left.get(), piece.byteSize());
            left.addAndGet(-some);
            if (some > 0) {
                sink.accept(piece.asSlice(0, some));
            }
        });
    }

    private static void readFlipped(Reading reading, long offset, long length, long flipAt, Reading.Pieces sink)
            throws IOException {
        AtomicLong before = new AtomicLong(flipAt);
        reading.read(offset, length, piece -> {
            long at = before.getAndAdd(-piece.byteSize());
            if (at < 0 || at >= piece.byteSize()) {
                sink.accept(piece);
                return;
            }
            byte[] bytes = piece.toArray(ValueLayout.JAVA_BYTE);
            bytes[(int) at] ^= 1;
            sink.accept(MemorySegment.ofArray(bytes));
        });
    }

    /// Of a part that is cut off some may have arrived, where the place takes any bytes.
    @Override
    void write(WriteRequest request, Writing writing, long offset, Source bytes) throws IOException {
        PlaceFault fault = draw(PlaceOp.WRITE, Set.of(PlaceFault.CUT, PlaceFault.CUT_AFTER, PlaceFault.STALL));
        if (fault == PlaceFault.CUT && inner.traits().parts().free()) {
            long some = below(bytes.size());
            writing.write(offset, new Beginning(bytes, some));
        }
        if (fault == PlaceFault.CUT) {
            throw cut(request.path());
        }
        if (fault == PlaceFault.STALL) {
            timer.pause(plan.stall(), request.path());
        }
        writing.write(offset, bytes);
        if (fault == PlaceFault.CUT_AFTER) {
            throw cut(request.path());
        }
    }

    private record Beginning(Source bytes, long size) implements Source {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            bytes.read(offset, into);
        }
    }
}
