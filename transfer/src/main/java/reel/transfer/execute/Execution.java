package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.PlaceTraits;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.discover.Discovery;
import reel.transfer.discover.Item;
import reel.transfer.discover.Plan;
import reel.transfer.job.Difference;
import reel.transfer.job.Mode;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferReport;
import reel.transfer.journal.Journal;

/// A transfer from beginning to end: streams work while the comparison still goes on, and what must wait for them
/// is done at the end.
public final class Execution implements Plan {
    private final TransferJob job;
    private final Tally tally;
    private final Setting setting;
    private final Single single;
    private final WorkQueue queue;
    private final Crew crew;
    private final Afterwards afterwards;
    private final Set<FileWork> open = ConcurrentHashMap.newKeySet();

    private Execution(TransferJob job, MemoryBudget memory, TransferEvents events, @Nullable Journal journal) {
        this.job = job;
        this.tally = new Tally(events);
        this.setting = new Setting(
                job,
                memory,
                new MemoryShare(memory),
                tally,
                new RoundTrips(),
                new AtomicBoolean(),
                new Restarts(),
                this::again,
                journal);
        this.single = new Single(setting);
        this.queue = new WorkQueue(this::split, 0);
        this.crew = new Crew(queue, this::work);
        this.afterwards = new Afterwards(setting);
    }

    public static TransferReport run(TransferJob job, MemoryBudget memory, TransferEvents events) throws IOException {
        Preflight.check(job);
        try (Journal journal = null) {
            Execution execution = new Execution(job, memory, events, journal);
            try (execution.afterwards) {
                return execution.run();
            }
        }
    }

    private TransferReport run() throws IOException {
        Throwable failure;
        try (Pacer pacer = Pacer.start(setting, crew)) {
            Discovery.run(job, this);
            tally.events().discovered();
            queue.complete();
            failure = crew.await();
        } catch (InterruptedException interrupted) {
            stop();
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("the transfer was interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        } catch (Throwable thrown) {
            stop();
            throw thrown;
        }
        if (failure != null) {
            stop();
            switch (failure) {
                case IOException io -> throw io;
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
        afterwards.run();
        return tally.report();
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
    public void send(Item item) throws IOException {
        boolean check = job.mode() == Mode.CHECK;
        long size = item.source().isFile() ? item.source().size() : 0;
        if (!check && !item.compare()) {
            tally.events().found(item.path(), size);
        }
        if (job.options().dryRun() && !item.compare()) {
            tally.finished(item.path(), Math.max(0, size), item.source().isFile());
            return;
        }
        queue.offer(item);
    }

    @Override
    public void make(Item folder) throws IOException {
        if (job.options().dryRun()) {
            tally.finished(folder.path(), 0, false);
        } else {
            queue.offer(folder);
        }
    }

    @Override
    public void stamp(Item folder) throws IOException {
        if (!job.options().dryRun()) {
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
        if (job.mode() == Mode.MOVE && item.source().isFile()) {
            queue.offer(new Item(item.path(), item.source(), item.old(), true));
        } else {
            tally.same(item.path());
        }
    }

    @Override
    public void skipped(Item item, Skip why) {
        tally.skipped(item.path(), why);
    }

    @Override
    public void extra(String path, Entry entry) throws IOException {
        afterwards.extra(path, entry);
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

    /// How many streams are ever worth having between two places.
    static int mostStreams(TransferJob job, int most) {
        int wish = job.options().effort().transfers();
        if (wish > 0) {
            return wish;
        }
        PlaceTraits from = job.source().place().traits();
        PlaceTraits to = job.destination().place().traits();
        boolean here = from.disk() != null;
        boolean there = to.disk() != null;
        if (here && there) {
            return Pacer.DISK_STREAMS;
        }
        int connections =
                here ? to.connections() : there ? from.connections() : Math.min(from.connections(), to.connections());
        return Math.clamp(connections, 1, most);
    }
}
