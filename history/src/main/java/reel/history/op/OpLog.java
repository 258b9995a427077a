package reel.history.op;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The operations of a repository, `ops/%016d`, each created if absent and never rewritten. Thread-safe, and safe
/// beside other processes.
///
/// Creating the next entry is the one moment at which a command takes effect. The newest entry is found by
/// probing numbers, which are dense, so opening a log of 10,000 operations asks for about thirty of them.
public final class OpLog {
    /// Entries are as long as they are.
    public static final int AS_LONG_AS_THEY_ARE = 1;

    /// Entries whose length shows little: a few dozen branches more or less.
    public static final int LENGTH_HIDDEN = 4096;

    private static final String FOLDER = "ops/";
    private static final int NUMBER_DIGITS = 16;

    /// Every lost race means that somebody else got through, so this many in a row do not happen.
    private static final int MAX_ATTEMPTS = 1000;

    /// How far beyond the newest entry a hole is looked for: every number up to 9, then powers of two.
    private static final int HOLE_LINEAR = 9;

    private static final long HOLE_REACH = 1L << 13;

    private static final SecureRandom NONCES = new SecureRandom();

    private final Backend backend;
    private final int multiple;
    private final AtomicReference<@Nullable Stored> newest = new AtomicReference<>();

    private OpLog(Backend backend, int multiple) {
        this.backend = backend;
        this.multiple = multiple;
    }

    /// What a command makes of the view it finds. It may run more than once, each time on a newer view, and
    /// refuses ([Refused], [Conflict]) when it does not apply any more.
    @FunctionalInterface
    public interface ViewChange {
        View apply(View now) throws IOException;
    }

    /// What a command makes of the newest operation.
    @FunctionalInterface
    public interface OpChange {
        View apply(Op now) throws IOException;
    }

    /// An entry and the hash of its bytes.
    private record Stored(Op op, Hash hash) {}

    /// A log that exists; nothing is read yet.
    public static OpLog open(Backend backend) {
        return open(backend, AS_LONG_AS_THEY_ARE);
    }

    /// The same. @param multiple of which the length of each entry is
    public static OpLog open(Backend backend, int multiple) {
        return new OpLog(backend, multiple);
    }

    /// Writes the first entry. [Refused] where a log is already.
    public static OpLog create(Backend backend, OpInfo info, View view) throws IOException {
        return create(backend, AS_LONG_AS_THEY_ARE, info, view);
    }

    /// The same. @param multiple of which the length of each entry is
    public static OpLog create(Backend backend, int multiple, OpInfo info, View view) throws IOException {
        OpLog log = new OpLog(backend, multiple);
        Op first = new Op(1, Op.NO_PREVIOUS, NONCES.nextLong(), 0, info, view);
        if (!log.append(first)) {
            throw new Refused(log.thing(1), "exists already: this is a repository", "Open it instead.");
        }
        return log;
    }

    /// The newest operation.
    public Op current() throws IOException {
        return newest().op;
    }

    /// The view now.
    public View view() throws IOException {
        return current().view();
    }

    /// The operation of that number; [Missing] where there is none yet.
    public Op at(long number) throws IOException {
        Stored known = newest.get();
        if (known != null && known.op.number() == number) {
            return known.op;
        }
        return read(number).op;
    }

    /// Makes `change` of the newest view one operation. A change that changes nothing writes nothing.
    ///
    /// @return the operation, new or (when nothing changed) the newest
    public Op transact(OpInfo info, ViewChange change) throws IOException {
        return transact(info, 0, now -> change.apply(now.view()));
    }

    /// [#transact] that sees the whole operation it follows.
    public Op follow(OpInfo info, OpChange change) throws IOException {
        return transact(info, 0, change);
    }

    private Op transact(OpInfo info, long undoes, OpChange change) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Stored now = newest();
            View next = change.apply(now.op);
            if (next.equals(now.op.view())) {
                return now.op;
            }
            Op op = new Op(now.op.number() + 1, now.hash, NONCES.nextLong(), undoes, info, next, now.op.swept());
            if (append(op)) {
                return op;
            }
        }
        throw new Conflict("operation log", "others were faster " + MAX_ATTEMPTS + " times in a row", "Try again.");
    }

    /// Announces that garbage is swept, right after operation `after`: the same view.
    ///
    /// @return false where `after` is not the newest any more; then nothing was announced
    public boolean announce(OpInfo info, long after, long epoch, long floor) throws IOException {
        Stored now = newest();
        if (now.op.number() != after) {
            return false;
        }
        Swept swept = new Swept(after + 1, epoch, floor);
        return append(new Op(after + 1, now.hash, NONCES.nextLong(), 0, info, now.op.view(), swept));
    }

    /// Takes back what operation `number` changed, as a new operation; what others changed since stays.
    ///
    /// [Refused] where a name it changed has moved on since. Undoing an undo is a redo.
    public Op undo(long number, OpInfo info) throws IOException {
        return undo(number, info, (now, next) -> next);
    }

    /// Looks at a view before it becomes an operation; may refuse it.
    @FunctionalInterface
    public interface ViewCheck {
        View check(Op now, View next) throws IOException;
    }

    /// [#undo] with a last look at the result.
    public Op undo(long number, OpInfo info, ViewCheck check) throws IOException {
        String thing = thing(number);
        if (number == 1) {
            throw new Refused(thing, "is the birth of the repository and cannot be undone");
        }
        View before = at(number - 1).view();
        Op undone = at(number);
        if (undone.isSweep()) {
            throw new Refused(thing, "only collected garbage, which cannot be undone");
        }
        return transact(
                info, number, now -> check.check(now, RefChange.takenBack(before, undone.view(), now.view(), thing)));
    }

    /// The view of operation `number` again, as a new operation.
    public Op restore(long number, OpInfo info) throws IOException {
        View wanted = at(number).view();
        return transact(info, 0, now -> wanted);
    }

    /// The newest operation that can be read, whatever happened to those after it or to entries between.
    public Op lastGood() throws IOException {
        for (long number = highestNumber(); number > 0; number--) {
            Op good = readable(number);
            if (good != null) {
                return good;
            }
        }
        throw new Corrupt("operation log", -1, "at least one entry that can be read", "none");
    }

    /// Makes a damaged log usable again: missing numbers get an entry with the view before them, and when the
    /// newest entry cannot be read, one with the last view that can follows it. Nothing that exists is touched.
    ///
    /// @return the newest operation then
    public Op recover(OpInfo info) throws IOException {
        newest.set(null);
        long highest = highestNumber();
        Op good = null;
        Hash previous = Op.NO_PREVIOUS;
        for (long number = 1; number <= highest; number++) {
            if (!exists(number)) {
                View view = good == null ? View.EMPTY : good.view();
                append(new Op(number, previous, NONCES.nextLong(), 0, info, view, sweptOf(good)));
            }
            Op read = readable(number);
            good = read != null ? read : good;
            Hash stored = storedHash(number);
            previous = stored == null ? Op.NO_PREVIOUS : stored;
        }
        if (good == null) {
            throw new Corrupt("operation log", -1, "at least one entry that can be read", "none");
        }
        if (good.number() < highest) {
            append(new Op(highest + 1, previous, NONCES.nextLong(), 0, info, good.view(), good.swept()));
        }
        newest.set(null);
        return current();
    }

    private static Swept sweptOf(@Nullable Op op) {
        return op == null ? Swept.NEVER : op.swept();
    }

    /// Reads every entry and says all that is wrong with the log: missing, unreadable, not following the one
    /// before.
    public List<Corrupt> audit() throws IOException {
        List<Corrupt> findings = new ArrayList<>();
        @Nullable Hash previous = Op.NO_PREVIOUS;
        long highest = highestNumber();
        for (long number = 1; number <= highest; number++) {
            try {
                Stored entry = read(number);
                if (previous != null && !entry.op.previous().equals(previous)) {
                    findings.add(new Corrupt(
                            thing(number),
                            -1,
                            "to follow the entry " + previous,
                            entry.op.previous().toString()));
                }
                previous = entry.hash;
            } catch (Missing absent) {
                findings.add(new Corrupt(thing(number), -1, "an entry", "none", "Run `reel op recover`.", absent));
                previous = null;
            } catch (Corrupt damaged) {
                findings.add(damaged);
                previous = storedHash(number);
            }
        }
        return findings;
    }

    private @Nullable Op readable(long number) throws IOException {
        try {
            return read(number).op;
        } catch (Corrupt | Missing damaged) {
            return null;
        }
    }

    /// The highest number of all, found by listing: only for logs that are damaged.
    private long highestNumber() throws IOException {
        long[] highest = {0};
        backend.list(FOLDER, stat -> {
            String name = stat.handle().name();
            if (name.length() == NUMBER_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                highest[0] = Math.max(highest[0], Long.parseLong(name));
            }
        });
        return highest[0];
    }

    /// The operation that `undo` means without a number: the newest that is neither undone nor itself an undo.
    public Op undoable() throws IOException {
        Set<Long> undone = new HashSet<>();
        for (Op op = current(); op.number() > 1; op = at(op.number() - 1)) {
            if (!undone.contains(op.number()) && !op.isSweep()) {
                if (!op.isUndo()) {
                    return op;
                }
                undone.add(op.undoes());
            }
        }
        throw new Refused("undo", "nothing is left to undo");
    }

    /// The undo that `redo` means without a number; undoing it does the work. [Refused] once a new change was
    /// made.
    public Op redoable() throws IOException {
        Set<Long> undone = new HashSet<>();
        for (Op op = current(); op.number() > 1; op = at(op.number() - 1)) {
            if (!undone.contains(op.number()) && !op.isSweep()) {
                if (!op.isUndo()) {
                    break;
                }
                if (undoDepth(op) % 2 == 1) {
                    return op;
                }
                undone.add(op.undoes());
            }
        }
        throw new Refused("redo", "nothing was undone since the last change");
    }

    /// 0 for a plain operation, 1 for its undo, 2 for the undo of that (a redo), and so on.
    private int undoDepth(Op op) throws IOException {
        int depth = 0;
        for (Op at = op; at.isUndo(); at = at(at.undoes())) {
            depth++;
        }
        return depth;
    }

    private Stored newest() throws IOException {
        Stored known = newest.get();
        long from = known == null ? 0 : known.op.number();
        long last = lastNumber(from);
        if (known != null && last == from) {
            return known;
        }
        if (last == 0) {
            throw new Missing(
                    "operation log",
                    "has no entry",
                    "Bring .reel/repo/ops back from a copy; what was stored is still in the packs.");
        }
        Stored found = read(last);
        newest.set(found);
        return found;
    }

    /// The last number before the first that is missing, at least `from`, which exists (0: none known).
    private long lastNumber(long from) throws IOException {
        while (true) {
            long present = from;
            long step = 1;
            while (exists(present + step)) {
                present += step;
                step *= 2;
            }
            long absent = present + step;
            while (absent - present > 1) {
                long middle = (present + absent) >>> 1;
                if (exists(middle)) {
                    present = middle;
                } else {
                    absent = middle;
                }
            }
            long beyond = beyondHole(absent);
            if (beyond == 0) {
                return present;
            }
            if (!exists(absent)) {
                throw new Corrupt(
                        thing(absent),
                        -1,
                        "an entry, for operation " + beyond + " exists",
                        "none",
                        "The last operation before it is " + present
                                + "; run `reel op recover` to go on from the newest.",
                        null);
            }
            from = absent;
        }
    }

    /// An entry after the missing number `absent`; 0 where none is found.
    private long beyondHole(long absent) throws IOException {
        for (long distance = 1;
                distance <= HOLE_REACH;
                distance = distance < HOLE_LINEAR ? distance + 1 : distance * 2) {
            if (exists(absent + distance)) {
                return absent + distance;
            }
        }
        return 0;
    }

    private boolean exists(long number) throws IOException {
        try {
            backend.stat(handle(number));
            return true;
        } catch (Missing absent) {
            return false;
        }
    }

    private Stored read(long number) throws IOException {
        if (number < 1) {
            throw new Missing(thing(number), "there is none", "Run `reel op log` to see the operations.");
        }
        byte[] bytes;
        try {
            bytes = bytes(number);
        } catch (Missing absent) {
            throw new Missing(thing(number), "there is none", "Run `reel op log` to see the operations.", absent);
        }
        Op op = Op.decode(bytes, multiple, thing(number));
        if (op.number() != number) {
            throw new Corrupt(thing(number), 8, "number " + number, "number " + op.number());
        }
        return new Stored(op, Blake3.hash(bytes));
    }

    private byte[] bytes(long number) throws IOException {
        Stat stat = backend.stat(handle(number));
        if (stat.size() > Op.MAX_BYTES) {
            throw new Corrupt(thing(number), -1, "at most " + Op.MAX_BYTES + " bytes", stat.size() + " bytes");
        }
        byte[] bytes = new byte[(int) stat.size()];
        try {
            backend.read(handle(number), 0, MemorySegment.ofArray(bytes));
        } catch (Corrupt sealed) {
            String found = "other bytes (" + sealed.getMessage() + ")";
            throw new Corrupt(thing(number), -1, "what was stored", found, sealed.hint(), sealed);
        }
        return bytes;
    }

    /// The hash of an entry's bytes, whatever they say; null where none can be had, as of an encrypted one that was
    /// damaged.
    private @Nullable Hash storedHash(long number) throws IOException {
        try {
            return Blake3.hash(bytes(number));
        } catch (Corrupt unreadable) {
            return null;
        }
    }

    /// Creates the entry. @return false when another writer has that number
    private boolean append(Op op) throws IOException {
        byte[] bytes = op.encode(multiple);
        if (bytes.length > Op.MAX_BYTES) {
            throw new Exhausted(
                    "operation log",
                    "branches and tags take " + bytes.length + " bytes; the limit is " + Op.MAX_BYTES,
                    "Delete tags or branches.");
        }
        try {
            backend.createNew(handle(op.number()), Source.of(bytes));
        } catch (Conflict taken) {
            // A write that was repeated after its answer was lost meets itself.
            if (!Arrays.equals(bytes(op.number()), bytes)) {
                return false;
            }
        }
        newest.set(new Stored(op, Blake3.hash(bytes)));
        return true;
    }

    private static Handle handle(long number) {
        return Handle.of(FOLDER + String.format(java.util.Locale.ROOT, "%016d", number));
    }

    private String thing(long number) {
        return "operation " + number;
    }
}
