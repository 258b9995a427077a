package reel.store.gc.model;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reel.store.gc.model.State.Collector;

/// What a collection does, step by step; the numbers are those of docs/format/gc.md where there are any.
final class CollectorSteps {
    private static final int IDLE = 0;
    private static final int WAIT_FOR_ELDERS = 2;
    private static final int MARK_OPS = 3;
    private static final int MARK_STAGE = 4;
    private static final int LIST = 5;
    private static final int READ_INDEX = 6;
    private static final int COPY = 8;
    private static final int INDEX_COPY = 9;
    private static final int CONDEMN = 10;
    private static final int WAIT = 11;
    private static final int MARK_OPS_AGAIN = 12;
    private static final int MARK_STAGE_AGAIN = 13;
    private static final int ANNOUNCE = 14;
    private static final int LOOK_AT_STAGE = 15;
    private static final int DROP_ENTRIES = 16;
    private static final int DELETE = 17;

    private static final int ALL_PACKS = (1 << State.CHUNKS * State.NAMES) - 1;

    private final @Nullable Rule broken;
    private final boolean locksHold;

    CollectorSteps(@Nullable Rule broken, boolean locksHold) {
        this.broken = broken;
        this.locksHold = locksHold;
    }

    /// Tells every state that the collector can make of `state` in one step.
    void each(State state, BiConsumer<String, State> next) {
        Collector now = state.collector();
        int step = now.step();
        if (step == IDLE) {
            if (now.left() > 0 && state.epoch() < State.MAX_EPOCHS - 1) {
                State after = state.copy();
                after.collector().left(now.left() - 1);
                begin(after, after.collector());
                next.accept("collector begins", after);
            }
            return;
        }
        if (state.mayCrash()) {
            State crashed = state.copy();
            crashed.crash();
            end(crashed);
            next.accept("collector crashes", crashed);
        }
        if (step == MARK_STAGE) {
            plan(state, next);
            return;
        }
        State after = state.copy();
        if ((step == WAIT_FOR_ELDERS || step == WAIT) && !isFree(state, waitsFor(step, now))) {
            end(after);
            next.accept("collector gives up waiting", after);
            return;
        }
        step(after);
        next.accept("collector step " + step, after);
    }

    private static int waitsFor(int step, Collector now) {
        return step == WAIT ? now.get(Collector.EPOCH) : now.get(Collector.EPOCH) - 1;
    }

    private static void end(State state) {
        state.collector().end(Collector.FIELDS);
    }

    /// Whether nobody holds the lock of the epoch's parity.
    private boolean isFree(State state, int epoch) {
        if (!locksHold) {
            return true;
        }
        for (int w = 0; w < State.WRITERS; w++) {
            State.Writer writer = state.writer(w);
            int theirs = writer.get(State.Writer.EPOCH);
            if (writer.get(State.Writer.LOCKED) == 1 && ((theirs ^ epoch) & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private void begin(State state, Collector me) {
        int epoch = state.epoch();
        me.set(Collector.EPOCH, epoch);
        me.set(Collector.FLOOR, state.floor(epoch));
        int left = state.condemned(epoch) & state.there();
        me.set(Collector.DOOMED, left);
        boolean straight = broken == Rule.WAIT_FOR_ELDERS;
        me.step(straight ? left == 0 ? LIST : MARK_OPS_AGAIN : WAIT_FOR_ELDERS);
    }

    private void step(State state) {
        Collector me = state.collector();
        switch (me.step()) {
            case WAIT_FOR_ELDERS -> me.step(me.get(Collector.DOOMED) == 0 ? LIST : MARK_OPS_AGAIN);
            case LIST -> {
                me.set(Collector.LISTED, state.there());
                me.step(READ_INDEX);
            }
            case READ_INDEX -> {
                // Packs that no run names go; the others are planned once everything is marked.
                me.set(Collector.DOOMED, me.get(Collector.LISTED) & ~state.indexed());
                me.set(Collector.FLOOR, Math.max(state.floor(state.epoch()), state.newestOp()));
                me.step(MARK_OPS);
            }
            case MARK_OPS -> markOps(state, me, MARK_STAGE);
            case COPY -> {
                state.there(state.there() | me.get(Collector.COPY));
                me.step(INDEX_COPY);
            }
            case INDEX_COPY -> {
                state.indexed(state.indexed() | me.get(Collector.COPY));
                me.step(CONDEMN);
            }
            case CONDEMN -> {
                state.newEpoch(me.get(Collector.DOOMED), me.get(Collector.FLOOR));
                me.step(broken == Rule.WAIT ? MARK_OPS_AGAIN : WAIT);
            }
            case WAIT -> me.step(MARK_OPS_AGAIN);
            case MARK_OPS_AGAIN -> {
                if (broken == Rule.MARK_AGAIN) {
                    me.set(Collector.MARKED_OP, state.newestOp());
                    me.step(ANNOUNCE);
                } else {
                    markOps(state, me, MARK_STAGE_AGAIN);
                }
            }
            case MARK_STAGE_AGAIN -> {
                lookAtStage(state, me);
                me.step(ANNOUNCE);
            }
            case ANNOUNCE -> announce(state, me);
            case LOOK_AT_STAGE -> {
                lookAtStage(state, me);
                me.step(DROP_ENTRIES);
            }
            case DROP_ENTRIES -> {
                state.indexed(state.indexed() & ~me.get(Collector.DOOMED));
                me.step(DELETE);
            }
            case DELETE -> delete(state, me);
            default -> throw new IllegalStateException("step " + me.step());
        }
    }

    private static void markOps(State state, Collector me, int next) {
        me.set(Collector.MARKED_OP, state.newestOp());
        me.set(Collector.LIVE, me.get(Collector.LIVE) | state.named(me.get(Collector.FLOOR)));
        me.step(next);
    }

    private void lookAtStage(State state, Collector me) {
        if (broken != Rule.MARK_STAGE_AGAIN && broken != Rule.MARK_AGAIN) {
            me.set(Collector.LIVE, me.get(Collector.LIVE) | state.stage());
        }
        if (broken != Rule.MARK_AGAIN) {
            takeBack(state, me);
        }
    }

    /// A living chunk that only doomed packs have keeps them.
    private static void takeBack(State state, Collector me) {
        int doomed = me.get(Collector.DOOMED);
        for (int chunk = 0; chunk < State.CHUNKS; chunk++) {
            boolean lives = (me.get(Collector.LIVE) & 1 << chunk) != 0;
            int places = state.there() & state.indexed() & State.packsOf(chunk);
            if (lives && (places & ~doomed) == 0) {
                doomed &= ~places;
            }
        }
        me.set(Collector.DOOMED, doomed);
    }

    private void announce(State state, Collector me) {
        boolean next = state.newestOp() == me.get(Collector.MARKED_OP) || broken == Rule.ANNOUNCE_NEXT;
        if (me.get(Collector.DOOMED) != 0) {
            if (!next) {
                me.step(MARK_OPS_AGAIN);
                return;
            }
            if (state.canAppend()) {
                state.append(state.view(state.newestOp()));
            }
            state.swept(state.epoch(), me.get(Collector.FLOOR));
        }
        me.step(LOOK_AT_STAGE);
    }

    private static void delete(State state, Collector me) {
        int doomed = me.get(Collector.DOOMED);
        int pack = Integer.lowestOneBit(doomed);
        state.there(state.there() & ~pack);
        me.set(Collector.DOOMED, doomed & ~pack);
        if (doomed != pack) {
            return;
        }
        if (me.get(Collector.EPOCH) == state.epoch()) {
            // That was what an earlier collection had left: now the own one.
            me.set(Collector.LIVE, 0);
            me.step(LIST);
        } else {
            end(state);
        }
    }

    /// Marks the stage, then keeps one pack of each living chunk; tells also, for each, what happens if it is
    /// rewritten.
    private static void plan(State state, BiConsumer<String, State> next) {
        Collector now = state.collector();
        int known = now.get(Collector.LISTED) & state.indexed();
        int doomed = now.get(Collector.DOOMED) & ~state.indexed();
        int kept = 0;
        for (int chunk = 0; chunk < State.CHUNKS; chunk++) {
            int places = known & State.packsOf(chunk);
            boolean lives = ((now.get(Collector.LIVE) | state.stage()) & 1 << chunk) != 0;
            int keep = lives ? Integer.lowestOneBit(places) : 0;
            kept |= keep;
            doomed |= places & ~keep;
        }
        State plain = state.copy();
        planned(plain, doomed, 0);
        next.accept("collector plans", plain);
        for (int chunk = 0; chunk < State.CHUNKS; chunk++) {
            int keep = kept & State.packsOf(chunk);
            int copy = WriterSteps.freeName(state, chunk, state.condemned(state.epoch()));
            if (keep != 0 && copy != 0) {
                State rewriting = state.copy();
                planned(rewriting, doomed | keep, copy);
                next.accept("collector plans to rewrite chunk " + chunk, rewriting);
            }
        }
    }

    private static void planned(State state, int doomed, int copy) {
        Collector me = state.collector();
        me.set(Collector.DOOMED, doomed & ALL_PACKS);
        me.set(Collector.LIVE, me.get(Collector.LIVE) | state.stage());
        me.set(Collector.LISTED, 0);
        me.set(Collector.COPY, copy);
        if (doomed == 0) {
            end(state);
        } else {
            me.step(copy == 0 ? CONDEMN : COPY);
        }
    }
}
