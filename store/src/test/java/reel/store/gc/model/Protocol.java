package reel.store.gc.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Walks every state that some order of steps leads to.
final class Protocol {
    private final WriterSteps writing;
    private final CollectorSteps collecting;
    private final boolean locksHold;
    private final Seen seen = new Seen();
    private long states;

    /// @param broken    the rule that nobody keeps; null: none
    /// @param locksHold whether the collector's waiting sees sessions
    Protocol(@Nullable Rule broken, boolean locksHold) {
        this.writing = new WriterSteps(broken, locksHold);
        this.collecting = new CollectorSteps(broken, locksHold);
        this.locksHold = locksHold;
    }

    long states() {
        return states;
    }

    /// A way from the first state, for people.
    private record Path(State state, @Nullable Path before, String step) {
        List<String> steps() {
            List<String> steps = new ArrayList<>();
            for (Path at = this; at != null; at = at.before) {
                steps.addFirst(at.step + ": " + at.state);
            }
            return steps;
        }
    }

    /// @return the steps to a state that has lost a chunk or that a quiet collection cannot clean; null: none does
    @Nullable
    List<String> search(State first) {
        Deque<Path> todo = new ArrayDeque<>();
        todo.add(new Path(first, null, "begin"));
        while (!todo.isEmpty()) {
            Path path = todo.poll();
            states++;
            int found = todo.size();
            each(path.state, (step, next) -> {
                if (seen.add(next)) {
                    todo.add(new Path(next, path, step));
                }
            });
            boolean atRest = todo.size() == found && isAtRest(path.state);
            if (path.state.lost() >= 0 || atRest && !isCleanAfterCollecting(path.state)) {
                return path.steps();
            }
        }
        return null;
    }

    private void each(State state, BiConsumer<String, State> next) {
        for (int w = 0; w < State.WRITERS; w++) {
            writing.each(state, w, next);
        }
        collecting.each(state, next);
        for (int chunk = 0; state.mayDrop() && chunk < State.CHUNKS; chunk++) {
            drop(state, chunk, next);
        }
    }

    /// Somebody deletes a branch, or takes something from the stage: one step, naming nothing new.
    private static void drop(State state, int chunk, BiConsumer<String, State> next) {
        int bit = 1 << chunk;
        int view = state.view(state.newestOp());
        if ((view & bit) != 0 && state.canAppend()) {
            State after = state.copy();
            after.drop();
            after.append(view & ~bit);
            next.accept("an operation drops chunk " + chunk, after);
        }
        if ((state.stage() & bit) != 0) {
            State after = state.copy();
            after.drop();
            after.stage(state.stage() & ~bit);
            next.accept("the stage drops chunk " + chunk, after);
        }
    }

    private static boolean isAtRest(State state) {
        boolean rest = state.collector().step() == 0;
        for (int w = 0; w < State.WRITERS; w++) {
            rest &= state.writer(w).step() == 0;
        }
        return rest;
    }

    /// Whether collecting with nobody around leaves one pack of each living chunk and nothing else.
    private boolean isCleanAfterCollecting(State state) {
        State now = state.copy();
        for (int run = 0; run < 2; run++) {
            now.collector().left(1);
            State[] next = {now};
            do {
                State from = next[0];
                next[0] = from.copy();
                boolean[] moved = {false};
                collecting.each(from, (step, after) -> {
                    boolean wanted = !step.contains("crashes") && !step.contains("rewrite");
                    if (wanted && !moved[0]) {
                        next[0] = after;
                        moved[0] = true;
                    }
                });
                if (!moved[0]) {
                    break;
                }
            } while (next[0].collector().step() != 0);
            now = next[0];
        }
        int wanted = now.named(now.floor(now.epoch())) | now.stage();
        for (int chunk = 0; chunk < State.CHUNKS; chunk++) {
            int expected = (wanted & 1 << chunk) == 0 ? 0 : 1;
            if (Integer.bitCount(now.there() & State.packsOf(chunk)) > expected) {
                return now.epoch() >= State.MAX_EPOCHS - 1;
            }
        }
        // A session that was overlooked may leave an entry of a pack that is gone; it names nothing.
        return (now.there() == now.indexed() || !locksHold) && now.lost() < 0;
    }

    /// States met, as 128 bits of hash each.
    private static final class Seen {
        private long[] slots = new long[1 << 21];
        private int size;

        boolean add(State state) {
            if (size * 3 > slots.length) {
                grow();
            }
            return put(state.hash(0x243F6A8885A308D3L) | 1, state.hash(0x13198A2E03707344L));
        }

        private boolean put(long a, long b) {
            int mask = slots.length / 2 - 1;
            for (int at = (int) (b >>> 20) & mask; ; at = (at + 1) & mask) {
                if (slots[2 * at] == 0) {
                    slots[2 * at] = a;
                    slots[2 * at + 1] = b;
                    size++;
                    return true;
                }
                if (slots[2 * at] == a && slots[2 * at + 1] == b) {
                    return false;
                }
            }
        }

        private void grow() {
            long[] old = slots;
            slots = new long[2 * old.length];
            size = 0;
            for (int at = 0; at < old.length; at += 2) {
                if (old[at] != 0) {
                    put(old[at], old[at + 1]);
                }
            }
        }
    }
}
