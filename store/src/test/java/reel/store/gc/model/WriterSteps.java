package reel.store.gc.model;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reel.store.gc.model.State.Writer;

/// What a command that writes does, step by step.
final class WriterSteps {
    /// Puts a chunk, then an operation names it.
    private static final int PUT_AND_COMMIT = 1;
    /// Puts a chunk, then the stage names it.
    private static final int PUT_AND_STAGE = 2;
    /// An operation names a chunk that an older one named.
    private static final int REVIVE = 3;
    /// The stage gets a chunk that an older operation named.
    private static final int RESTORE_TO_STAGE = 4;

    private static final int CHOOSE = 0;
    private static final int READ_EPOCH = 1;
    private static final int LOCK = 2;
    private static final int LOOK_AGAIN = 3;
    private static final int REFRESH = 4;
    private static final int PUT = 5;
    private static final int PUBLISH = 6;
    private static final int INDEX = 7;
    private static final int NAME_IT = 8;

    private final @Nullable Rule broken;
    private final boolean locksHold;

    WriterSteps(@Nullable Rule broken, boolean locksHold) {
        this.broken = broken;
        this.locksHold = locksHold;
    }

    /// Tells every state that writer `w` can make of `state` in one step.
    void each(State state, int w, BiConsumer<String, State> next) {
        Writer now = state.writer(w);
        if (now.step() == CHOOSE) {
            if (now.left() > 0) {
                choose(state, w, next);
            }
            return;
        }
        if (state.mayCrash()) {
            State crashed = state.copy();
            crashed.crash();
            crashed.writer(w).left(0);
            crashed.writer(w).end(Writer.FIELDS);
            next.accept("writer " + w + " crashes", crashed);
        }
        State after = state.copy();
        if (step(after, after.writer(w))) {
            next.accept("writer " + w + " step " + now.step() + " of task " + now.get(Writer.TASK), after);
        }
    }

    private void choose(State state, int w, BiConsumer<String, State> next) {
        for (int task = PUT_AND_COMMIT; task <= RESTORE_TO_STAGE; task++) {
            // Without locks nothing guards the stage: what it holds, a session that was waited for has written.
            if (isStage(task) && (stageIsTaken(state) || !locksHold)) {
                continue;
            }
            // Chunk 0 is named from the start: nothing old has to be found for it.
            boolean old = task == REVIVE || task == RESTORE_TO_STAGE;
            for (int chunk = old ? 1 : 0; chunk < State.CHUNKS; chunk++) {
                State after = state.copy();
                Writer writer = after.writer(w);
                writer.left(writer.left() - 1);
                writer.set(Writer.TASK, task);
                writer.set(Writer.CHUNK, chunk);
                boolean bare = task == RESTORE_TO_STAGE && broken == Rule.HOLD_WHILE_RESTORING;
                writer.step(bare ? PUT : READ_EPOCH);
                next.accept("writer " + w + " begins task " + task + " with chunk " + chunk, after);
            }
        }
    }

    private static boolean isStage(int task) {
        return task == PUT_AND_STAGE || task == RESTORE_TO_STAGE;
    }

    /// The lock of the workspace.
    private static boolean stageIsTaken(State state) {
        for (int w = 0; w < State.WRITERS; w++) {
            if (isStage(state.writer(w).get(Writer.TASK))) {
                return true;
            }
        }
        return false;
    }

    /// @return false when it cannot go on now
    private boolean step(State state, Writer me) {
        switch (me.step()) {
            case READ_EPOCH -> {
                me.set(Writer.EPOCH, state.epoch());
                me.step(LOCK);
            }
            case LOCK -> {
                me.set(Writer.LOCKED, 1);
                me.step(broken == Rule.LOOK_AGAIN ? REFRESH : LOOK_AGAIN);
            }
            case LOOK_AGAIN -> {
                boolean same = me.get(Writer.EPOCH) == state.epoch();
                me.set(Writer.LOCKED, same ? 1 : 0);
                me.step(same ? REFRESH : READ_EPOCH);
            }
            case REFRESH -> {
                me.set(Writer.SEEN, state.indexed());
                me.step(PUT);
            }
            case PUT -> {
                return put(state, me);
            }
            case PUBLISH -> {
                state.there(state.there() | me.get(Writer.NAME));
                me.step(INDEX);
            }
            case INDEX -> {
                state.indexed(state.indexed() | me.get(Writer.NAME));
                me.step(NAME_IT);
                letGoEarly(me);
            }
            case NAME_IT -> {
                return nameIt(state, me);
            }
            default -> throw new IllegalStateException("step " + me.step());
        }
        return true;
    }

    private void letGoEarly(Writer me) {
        if (broken == Rule.HOLD_UNTIL_STAGED && me.get(Writer.TASK) == PUT_AND_STAGE) {
            me.set(Writer.LOCKED, 0);
        }
    }

    /// @return false when the model has run out of names
    private boolean put(State state, Writer me) {
        int chunk = me.get(Writer.CHUNK);
        int task = me.get(Writer.TASK);
        if (task == REVIVE || task == RESTORE_TO_STAGE) {
            me.set(Writer.ALLOWED, isKept(state, me) ? 1 : 0);
            me.step(NAME_IT);
            return true;
        }
        int condemned = state.condemned(me.get(Writer.EPOCH));
        int usable = me.get(Writer.SEEN) & state.there() & State.packsOf(chunk);
        if (broken != Rule.RELY_ON_NOTHING_CONDEMNED) {
            usable &= ~condemned;
        }
        if (usable != 0) {
            me.set(Writer.RELIED, usable);
            me.step(NAME_IT);
            letGoEarly(me);
            return true;
        }
        int name = freeName(state, chunk, broken == Rule.NEW_NAME ? 0 : condemned);
        if (name == 0) {
            return false;
        }
        me.set(Writer.NAME, name);
        me.set(Writer.RELIED, broken == Rule.COMPARE_WRITTEN ? 0 : name);
        me.step(PUBLISH);
        return true;
    }

    /// The first name that no pack has and that is not avoided.
    static int freeName(State state, int chunk, int avoided) {
        for (int name = 0; name < State.NAMES; name++) {
            int pack = State.pack(chunk, name);
            if ((pack & (state.there() | avoided)) == 0) {
                return pack;
            }
        }
        return 0;
    }

    private boolean isKept(State state, Writer me) {
        int floor = broken == Rule.FLOOR ? 1 : Math.max(state.floor(me.get(Writer.EPOCH)), state.sweptFloor());
        return (state.named(floor) & 1 << me.get(Writer.CHUNK)) != 0;
    }

    private boolean nameIt(State state, Writer me) {
        int bit = 1 << me.get(Writer.CHUNK);
        int task = me.get(Writer.TASK);
        if (isStage(task)) {
            if (task == PUT_AND_STAGE || me.get(Writer.ALLOWED) == 1) {
                state.stage(state.stage() | bit);
            }
        } else {
            if (!state.canAppend()) {
                return false;
            }
            boolean may = task == REVIVE ? isKept(state, me) : !isFenced(state, me);
            if (may) {
                state.append(state.view(state.newestOp()) | bit);
            }
        }
        me.end(Writer.FIELDS);
        return true;
    }

    private boolean isFenced(State state, Writer me) {
        if (broken == Rule.COMPARE_WHEN_OVERLOOKED || state.swept() <= me.get(Writer.EPOCH)) {
            return false;
        }
        int condemnedSince = 0;
        for (int epoch = me.get(Writer.EPOCH) + 1; epoch <= state.epoch(); epoch++) {
            condemnedSince |= state.condemned(epoch);
        }
        return (me.get(Writer.RELIED) & condemnedSince) != 0;
    }
}
