package reel.transfer.discover;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.stream.Conflict;
import reel.transfer.filter.Verdict;
import reel.transfer.job.Difference;
import reel.transfer.job.Mode;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferJob;

/// Two trees in the same order, decided key by key.
///
/// Between a file `a` and a folder `a/` others come (`a.txt`), so a file that only one side has waits until no
/// folder of its name can follow on the other. Those that wait are prefixes of one another, hence few.
final class Merge {
    private final TransferJob job;
    private final Plan plan;
    private final Decider decider;
    private final Cursor source;
    private final Cursor destination;
    private final boolean folders;
    private final boolean extras;
    private final boolean check;

    private final ArrayDeque<Found> newFiles = new ArrayDeque<>();
    private final ArrayDeque<Found> extraFiles = new ArrayDeque<>();
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private @Nullable String lastKey;

    /// A folder of the source that is not left yet.
    private static final class Open {
        final Item item;
        final String key;
        /// Whether something is written below it.
        boolean used;
        /// Whether its time at the destination changes or is not the source's.
        boolean dirty;

        Open(Item item, String key, boolean dirty) {
            this.item = item;
            this.key = key;
            this.dirty = dirty;
        }
    }

    Merge(TransferJob job, Plan plan, Decider decider, Cursor source, Cursor destination) {
        this.job = job;
        this.plan = plan;
        this.decider = decider;
        this.source = source;
        this.destination = destination;
        this.folders = job.destination().place().traits().folders();
        this.check = job.mode() == Mode.CHECK;
        this.extras = job.mode() == Mode.SYNC || check;
    }

    void run(Entry root, @Nullable Entry there) throws IOException {
        enter(new Found("", "", root), there);
        while (true) {
            Found from = source.head();
            Found to = destination.head();
            if (from == null && to == null) {
                break;
            }
            int order = from == null ? 1 : to == null ? -1 : PathOrder.compare(from.key(), to.key());
            String key = Objects.requireNonNull(order <= 0 ? from : to).key();
            settle(key);
            leave(key);
            if (order > 0) {
                onlyThere(Objects.requireNonNull(to), from);
            } else {
                here(Objects.requireNonNull(from), order == 0 ? to : null);
            }
        }
        settle(null);
        leave(null);
    }

    private void here(Found from, @Nullable Found to) throws IOException {
        if (lastKey != null && PathOrder.compare(from.key(), lastKey) <= 0) {
            plan.failed(
                    from.path(),
                    new Conflict(
                            job.source().name(from.path()),
                            "differs only in upper and lower case from another, and they would be one at "
                                    + job.destination(),
                            "Rename one of them."));
            source.skip();
            return;
        }
        lastKey = from.key();
        if (from.isFolder()) {
            folder(from, to);
            return;
        }
        Found twin = extraFiles.peek();
        if (folders && job.mode() == Mode.SYNC && twin != null && from.key().startsWith(twin.key() + "/")) {
            // A source without entries for folders has a folder of that name all the same.
            extraFiles.pop();
            replaces(twin, twin.entry());
        }
        if (to != null) {
            decide(from, to.entry());
            source.next();
            destination.next();
        } else {
            newFiles.push(from);
            source.next();
        }
    }

    private void folder(Found from, @Nullable Found to) throws IOException {
        Found twin = extraFiles.peek();
        if (twin != null && (twin.key() + "/").equals(from.key())) {
            extraFiles.pop();
            if (!replaces(from, twin.entry())) {
                source.skip();
                return;
            }
        }
        if (!decider.holds(from.path())) {
            source.skip();
            if (to != null) {
                destination.skip();
            }
            return;
        }
        enter(from, to == null ? null : to.entry());
        try {
            source.next();
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException unreadable) {
            plan.incomplete();
            plan.failed(from.path(), unreadable);
            if (to != null) {
                destination.skip();
            }
            return;
        }
        if (to != null) {
            enterThere(to, from);
        }
    }

    /// Whether a folder is to be gone into although the destination has something else under its name.
    private boolean replaces(Found from, Entry there) throws IOException {
        if (check) {
            plan.different(from.path(), Difference.KIND);
            return false;
        }
        open.element().dirty = true;
        return plan.clash(from.path(), there, Decider.clash(job, from.path(), true));
    }

    private void enterThere(Found to, Found from) throws IOException {
        try {
            destination.next();
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException unreadable) {
            plan.failed(from.path(), unreadable);
            source.leave(from);
        }
    }

    private void enter(Found from, @Nullable Entry there) {
        Item item = new Item(from.path(), from.entry(), there, false);
        boolean dirty = there == null || !decider.sameness().sameTime(from.entry(), there);
        open.push(new Open(item, from.key(), dirty));
        if (there != null && there.isFolder()) {
            plan.met(item);
        }
    }

    private void onlyThere(Found to, @Nullable Found from) throws IOException {
        if (!to.isFolder()) {
            extraFiles.push(to);
            destination.next();
            return;
        }
        Found twin = newFiles.peek();
        if (folders && twin != null && (twin.key() + "/").equals(to.key())) {
            newFiles.pop();
            decide(twin, to.entry());
            destination.skip();
        } else if (from != null && from.key().startsWith(to.key())) {
            // A source without entries for folders has this one too.
            enterThere(to, to);
        } else {
            if (extras) {
                extra(to);
            }
            destination.skip();
        }
    }

    private void extra(Found to) throws IOException {
        if (to.entry().kind() == Entry.Kind.OTHER && !to.entry().isUnnamed()) {
            // What is never copied is never missing at the source.
            plan.skipped(new Item(to.path(), to.entry(), to.entry(), false), Skip.SPECIAL);
            return;
        }
        if (to.isFolder()
                || decider.selection().takes(to.entry().size(), to.entry().modified())) {
            if (check) {
                plan.different(to.path(), Difference.EXTRA);
            } else {
                plan.extra(to.path(), to.entry());
                open.element().dirty = true;
            }
        }
    }

    /// Decides the files that no folder of the same name can follow any more. @param key where both trees stand
    private void settle(@Nullable String key) throws IOException {
        for (Found top = newFiles.peek(); top != null && !waits(top, key); top = newFiles.peek()) {
            newFiles.pop();
            decide(top, null);
        }
        for (Found top = extraFiles.peek(); top != null && !waits(top, key); top = extraFiles.peek()) {
            extraFiles.pop();
            if (extras) {
                extra(top);
            }
        }
    }

    private boolean waits(Found file, @Nullable String key) {
        return folders && key != null && key.startsWith(file.key());
    }

    private void decide(Found from, @Nullable Entry there) throws IOException {
        if (decider.decide(from.path(), from.entry(), there)) {
            open.element().used = true;
            open.element().dirty = true;
        }
    }

    /// Ends the folders that the trees have left. @param key where both trees stand
    private void leave(@Nullable String key) throws IOException {
        for (Open top = open.peek(); top != null && !(key != null && key.startsWith(top.key)); top = open.peek()) {
            open.pop();
            end(top, open.peek());
        }
    }

    private void end(Open folder, @Nullable Open parent) throws IOException {
        plan.left(folder.item);
        boolean fresh = folder.item.old() == null;
        String path = folder.item.path();
        boolean wanted = path.isEmpty() || decider.selection().filters().of(path, true) == Verdict.TAKE;
        if (fresh && !folder.used && !wanted) {
            return;
        }
        if (fresh && !folder.used && folders) {
            if (check) {
                plan.different(path, Difference.MISSING);
            } else {
                plan.make(folder.item);
            }
        }
        if (parent != null) {
            parent.used |= folder.used || fresh;
            parent.dirty |= fresh;
        }
        if (folder.dirty && folders && !check) {
            plan.stamp(folder.item);
        }
    }
}
