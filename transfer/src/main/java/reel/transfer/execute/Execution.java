package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.box.KeyCost;
import reel.stream.box.Keyring;
import reel.stream.box.Secret;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.discover.Discovery;
import reel.transfer.discover.Item;
import reel.transfer.discover.Plan;
import reel.transfer.filter.Filters;
import reel.transfer.filter.Verdict;
import reel.transfer.job.Difference;
import reel.transfer.job.Mode;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;
import reel.transfer.journal.Journal;
import reel.transfer.journal.Leftover;
import reel.transfer.journal.Stopped;

/// A transfer from beginning to end: streams work while the comparison still goes on, and what must wait for them
/// is done at the end.
public final class Execution implements Plan {
    private final TransferJob job;
    private final Tally tally;
    private final Setting setting;
    private final Permissions permissions;
    private final Single single;
    private final WorkQueue queue;
    private final Crew crew;
    private final Afterwards afterwards;
    private final Set<FileWork> open = ConcurrentHashMap.newKeySet();
    private final Clashes clashes;

    /// Whether this is the second round, which sends what the first made room for.
    private final boolean again;

    private Execution(
            TransferJob job, MemoryBudget memory, Tally tally, @Nullable Journal journal, @Nullable Clashes replaced) {
        this.job = job;
        this.tally = tally;
        this.again = replaced != null;
        this.clashes = replaced == null ? new Clashes() : replaced;
        this.setting = new Setting(
                job,
                memory,
                secret(job.options().transform()) == null ? MemoryShare.half(memory) : MemoryShare.quarter(memory),
                tally,
                new RoundTrips(),
                Keyring.of(secret(job.options().transform()), KeyCost.DEFAULT),
                new AtomicBoolean(),
                new Restarts(),
                this::again,
                journal);
        this.permissions = new Permissions(setting);
        this.single = new Single(setting, permissions);
        this.queue = new WorkQueue(this::split, 0);
        this.crew = new Crew(queue, this::work);
        this.afterwards = new Afterwards(setting);
    }

    private static @Nullable Secret secret(Transform transform) {
        return switch (transform) {
            case Transform.None none -> null;
            case Transform.Pack pack -> pack.secret();
            case Transform.Unpack unpack -> unpack.secret();
        };
    }

    public static TransferReport run(TransferJob wished, MemoryBudget memory, TransferEvents events)
            throws IOException {
        Preflight.check(wished);
        OnePlace.refuse(wished);
        TransferJob job = OwnState.leftOut(wished);
        try (Journal journal = journal(job, events)) {
            Tally tally = new Tally(events);
            Execution execution = new Execution(job, memory, tally, journal, null);
            try (execution.afterwards) {
                execution.send();
                if (execution.afterwards.delete(execution.clashes)) {
                    replace(job, memory, tally, journal, execution.clashes);
                }
                execution.afterwards.finish();
                TransferReport report = tally.report();
                if (journal != null) {
                    if (report.complete()) {
                        execution.discard(journal.leftovers());
                        execution.settle(journal);
                    }
                    if (report.failed() == 0) {
                        journal.remove();
                    }
                }
                return report;
            }
        }
    }

    /// Compares once more and sends what there is room for now.
    private static void replace(
            TransferJob job, MemoryBudget memory, Tally tally, @Nullable Journal journal, Clashes replaced)
            throws IOException {
        Execution execution = new Execution(job, memory, tally, journal, replaced);
        try (execution.afterwards) {
            execution.send();
            execution.afterwards.finish();
        }
    }

    /// Null where nothing is kept, or nothing is sent that could be gone on with. Who does not want to go on goes
    /// without one where it cannot be had.
    private static @Nullable Journal journal(TransferJob job, TransferEvents events) throws IOException {
        Path folder = job.options().journals();
        if (folder == null || job.options().dryRun() || job.mode() == Mode.CHECK) {
            return null;
        }
        try {
            return Journal.open(
                    folder, job.source().toString(), job.destination().toString(), events::note);
        } catch (Refused otherTransfer) {
            if (job.options().resume()) {
                throw otherTransfer;
            }
            return null;
        } catch (ClosedByInterruptException | InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException unusable) {
            if (!job.options().resume()) {
                return null;
            }
            events.note("nothing can be noted in " + folder + " (" + Journal.reason(unusable)
                    + "): stopped, files that are begun begin anew");
            return null;
        }
    }

    /// What other transfers left unfinished may go on from there. Who wants nothing at the destination but what the
    /// source has does not want that either.
    private void settle(Journal journal) throws IOException {
        for (Stopped other : journal.stopped()) {
            if (job.mode() == Mode.SYNC && other.leftovers().stream().allMatch(this::mayDelete)) {
                discard(other.leftovers());
                journal.forget(other);
            } else {
                int files = other.leftovers().size();
                setting.note(
                        "",
                        "a transfer from " + other.source() + " was stopped and has "
                                + (files == 1 ? "an unfinished file" : files + " unfinished files")
                                + " there: begun again it goes on; `reel sync --delete` would discard them");
            }
        }
    }

    private boolean mayDelete(Leftover left) {
        Filters filters = job.options().selection().filters();
        return !filters.leavesAbove(left.path()) && filters.of(left.path(), false) != Verdict.LEAVE;
    }

    /// Unfinished files of an earlier process that nothing goes on with are no use to anybody.
    private void discard(List<Leftover> leftovers) {
        for (Leftover left : leftovers) {
            WriteRequest request = WriteRequest.replacing(
                            job.destination().at(left.path()), left.size(), left.partSize())
                    .resuming(left.token());
            try (Writing writing = job.destination().place().create(request)) {
                setting.note(left.path(), "what an earlier transfer left of it is discarded");
            } catch (Missing gone) {
                continue;
            } catch (IOException failure) {
                setting.note(left.path(), String.valueOf(failure.getMessage()));
            }
        }
    }

    private void send() throws IOException {
        try (Pacer pacer = Pacer.start(setting, crew)) {
            Discovery.run(job, this);
            tally.events().discovered();
            queue.complete();
            crew.await();
        } catch (InterruptedException interrupted) {
            stop();
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("the transfer was interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        } catch (Throwable thrown) {
            Throwable first = crew.failure();
            stop();
            rethrow(first == null ? thrown : first);
        }
        if (crew.failure() != null) {
            stop();
            rethrow(crew.failure());
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case IOException io -> throw io;
            case RuntimeException mistake -> throw mistake;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(failure);
        }
    }

    /// Ends the streams; files that they left open are kept for a later process or discarded.
    private void stop() {
        setting.stopping().set(true);
        crew.stop();
        boolean interrupted = Thread.interrupted();
        for (FileWork work : open) {
            work.abandon(null);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(WorkQueue.Task task) throws IOException {
        switch (task) {
            case WorkQueue.Task.Part(FileWork work, int part) -> part(work, part);
            case WorkQueue.Task.Batch batch -> {
                for (Item item : batch.items()) {
                    if (setting.stopping().get()) {
                        return;
                    }
                    one(item);
                }
            }
        }
    }

    private void part(FileWork work, int part) throws IOException {
        work.run(part);
        if (work.isOver()) {
            open.remove(work);
        }
    }

    private void one(Item item) throws IOException {
        try {
            Item left = single.run(item);
            if (left != null) {
                FileWork work = FileWork.of(setting, left);
                open.add(work);
                for (int part = 0; part < work.parts(); part++) {
                    part(work, part);
                }
            }
        } catch (IOException failure) {
            Outcome.of(setting, item, 0, failure);
        }
    }

    /// The parts of a large file; null where it is done in one go.
    private @Nullable FileWork split(Item item) {
        if (item.compare() || !single.sendsBytes(item)) {
            return null;
        }
        try {
            FileWork work = FileWork.of(setting, item);
            open.add(work);
            return work;
        } catch (IOException failure) {
            // Planned once more where the failure can be told.
            return null;
        }
    }

    private void again(Item item) {
        queue.again(item);
    }

    @Override
    public void answered(Duration took) {
        setting.roundTrips().answered(took);
    }

    @Override
    public void met(Item folder) {
        if (job.mode() != Mode.CHECK && !job.options().dryRun()) {
            afterwards.folders().met(folder);
        }
    }

    @Override
    public void send(Item item) throws IOException {
        if (isOthers(item.path())) {
            return;
        }
        boolean check = job.mode() == Mode.CHECK;
        if (setting.hasArrived(item)) {
            tally.same(item.path());
            return;
        }
        long size = item.source().isFile() ? item.source().size() : 0;
        if (!check && !item.compare()) {
            tally.events().found(item.path(), size);
        }
        if (job.options().dryRun() && !item.compare()) {
            tally.finished(item.path(), Math.max(0, size), item.source().isFile());
            if (job.mode() == Mode.MOVE) {
                tally.events().removed(item.path());
            }
            return;
        }
        afterwards.folders().opening(item.path());
        queue.offer(item);
    }

    @Override
    public void make(Item folder) throws IOException {
        if (isOthers(folder.path())) {
            return;
        }
        if (job.options().dryRun()) {
            tally.finished(folder.path(), 0, false);
        } else {
            afterwards.folders().opening(folder.path());
            queue.offer(folder);
        }
    }

    @Override
    public void stamp(Item folder) throws IOException {
        if (!isOthers(folder.path()) && !job.options().dryRun()) {
            afterwards.stamp(folder);
        }
    }

    @Override
    public void left(Item folder) throws IOException {
        if (job.mode() == Mode.MOVE && !job.options().dryRun()) {
            afterwards.left(folder);
        }
    }

    @Override
    public void same(Item item) throws IOException {
        if (isOthers(item.path())) {
            return;
        }
        if (job.mode() == Mode.MOVE && item.source().isFile() || permissionsOnly(item)) {
            queue.offer(new Item(item.path(), item.source(), item.old(), true));
            return;
        }
        tally.same(item.path());
        if (job.mode() == Mode.MOVE) {
            if (!job.options().dryRun()) {
                job.source().place().delete(item.source().path());
            }
            tally.events().removed(item.path());
        }
    }

    /// Whether the permissions of a file that is the same otherwise are to be set, which streams do.
    private boolean permissionsOnly(Item item) {
        return job.mode() != Mode.CHECK && permissions.differ(item);
    }

    @Override
    public void skipped(Item item, Skip why) {
        if (!isOthers(item.path())) {
            tally.skipped(item.path(), why);
        }
    }

    @Override
    public void extra(String path, Entry entry) throws IOException {
        if (!again) {
            afterwards.folders().opening(path);
            afterwards.extra(path, entry);
        }
    }

    /// Whether a path is the other round's: what lies where something is to be replaced is the second one's, and
    /// nothing else is.
    private boolean isOthers(String path) {
        return clashes.holds(path) != again;
    }

    @Override
    public boolean clash(String path, Entry there, IOException why) throws IOException {
        boolean told = again && job.options().dryRun();
        boolean taken = !job.options().comparison().ignoreExisting()
                && (there.isFolder() || job.options().selection().takes(there.size(), there.modified()));
        if (told || !again && job.mode() == Mode.SYNC && taken && clashes.add(path, there, why)) {
            afterwards.folders().opening(path);
            return true;
        }
        tally.failed(path, why);
        return false;
    }

    @Override
    public void different(String path, Difference how) {
        tally.different(path, how);
    }

    @Override
    public void failed(String path, IOException why) {
        tally.failed(path, why);
    }

    @Override
    public void incomplete() {
        tally.incomplete();
    }
}
